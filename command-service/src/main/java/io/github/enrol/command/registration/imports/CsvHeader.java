/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * The first line of CSV. It shows the separator, a comma (RFC 4180), or a semicolon or
 * tab as spreadsheets write them, and the place of each column. Columns of other names
 * are ignored, as members of JSON are.
 */
final class CsvHeader {

	private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

	private static final List<String> COLUMNS = List.of(RegistrationRequest.USERNAME, RegistrationRequest.EMAIL);

	private static final ObjectReader CSV = new CsvMapper().readerFor(String[].class)
		.with(CsvReadFeature.WRAP_AS_ARRAY);

	private final ObjectReader reader;

	private final List<String> names;

	private CsvHeader(String line, char separator) {
		this.reader = CSV.with(CsvSchema.emptySchema().withColumnSeparator(separator));
		this.names = fields(line).stream().map((name) -> name.strip().toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Reads the header line.
	 * @throws Problem that names the columns that are missing or occur twice
	 */
	static CsvHeader of(String line) {
		List<CsvHeader> candidates = SEPARATORS.stream().map((separator) -> new CsvHeader(line, separator)).toList();
		CsvHeader best = candidates.stream()
			.filter((header) -> header.flaws().isEmpty())
			.findFirst()
			// Where no separator fits, the one with which some columns are found.
			.orElseGet(() -> candidates.stream()
				.filter((header) -> header.names.stream().anyMatch(COLUMNS::contains))
				.findFirst()
				.orElse(candidates.get(0)));
		if (!best.flaws().isEmpty()) {
			throw Problem.of(ProblemType.INVALID_REQUEST, "The first line must name the columns username and email.")
				.with("errors", best.flaws());
		}
		return best;
	}

	private List<InvalidValue> flaws() {
		return COLUMNS.stream()
			.filter((column) -> this.names.indexOf(column) < 0
					|| this.names.indexOf(column) != this.names.lastIndexOf(column))
			.map((column) -> InvalidValue.inBody("/" + column,
					this.names.contains(column) ? "occurs more than once in the header line"
							: "is missing in the header line"))
			.toList();
	}

	/**
	 * Reads one record.
	 * @throws Problem if the text is anything else, or its values are invalid
	 */
	RegistrationRequest read(String text) {
		List<String> fields = fields(text);
		if (fields.isEmpty() || text.chars().filter((character) -> character == '"').count() % 2 == 1) {
			throw malformed("has a quotation mark that is not closed or in the wrong place");
		}
		if (fields.size() != this.names.size()) {
			throw malformed("has " + fields.size() + " fields, and the header line " + this.names.size());
		}
		return RegistrationRequest.of((column) -> fields.get(this.names.indexOf(column)));
	}

	/**
	 * Returns whether the text is one record.
	 */
	boolean fits(String text) {
		return fields(text).size() == this.names.size();
	}

	/**
	 * Returns the fields of a single record; none if the text is not one.
	 */
	private List<String> fields(String text) {
		try (MappingIterator<String[]> records = this.reader.readValues(text)) {
			List<String[]> all = records.readAll();
			return (all.size() == 1) ? Stream.of(all.get(0)).toList() : List.of();
		}
		catch (JacksonException ex) {
			return List.of();
		}
	}

	private static Problem malformed(String flaw) {
		return Problem.of(ProblemType.MALFORMED_REQUEST, "The record " + flaw + ".")
			.with("errors", List.of(InvalidValue.inBody("", flaw)));
	}

}
