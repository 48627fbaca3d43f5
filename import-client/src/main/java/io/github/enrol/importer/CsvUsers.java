/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Users in CSV (RFC 4180) with a header line. A record ends with the first line at which
 * its quotation marks are even in number. A flawed record costs only its first line: each
 * line after it is read again as a record.
 */
final class CsvUsers implements Users {

	/** So that a quotation mark that is never closed does not take the whole input. */
	private static final int MAX_LINES = 100;

	private static final JsonMapper json = new JsonMapper();

	private static final CsvMapper csv = new CsvMapper();

	private final Lines lines;

	private final ObjectReader reader;

	private final int columns;

	private final int username;

	private final int email;

	private CsvUsers(Lines lines, ObjectReader reader, int columns, int username, int email) {
		this.lines = lines;
		this.reader = reader;
		this.columns = columns;
		this.username = username;
		this.email = email;
	}

	static CsvUsers of(Lines.Line header, Lines lines, Options options) throws ImportFailure {
		for (char separator : new char[] { ',', ';', '\t' }) {
			ObjectReader reader = csv.readerFor(String[].class)
				.with(CsvReadFeature.WRAP_AS_ARRAY)
				.with(CsvSchema.emptySchema().withColumnSeparator(separator));
			List<String> names = fields(reader, header.text()).stream().map(CsvUsers::normalise).toList();
			int username = column(names, options.username());
			int email = column(names, options.email());
			if (username >= 0 && email >= 0) {
				return new CsvUsers(lines, reader, names.size(), username, email);
			}
		}
		throw Options.usage("line " + header.number() + " is neither a JSON object nor a CSV header with the columns "
				+ options.username() + " and " + options.email());
	}

	private static int column(List<String> names, String name) throws ImportFailure {
		int column = names.indexOf(normalise(name));
		if (column != names.lastIndexOf(normalise(name))) {
			throw Options.usage("the header has the column " + name + " twice");
		}
		return column;
	}

	private static String normalise(String name) {
		return name.strip().toLowerCase(Locale.ROOT);
	}

	@Override
	public @Nullable Entry next() throws IOException {
		Lines.Line first = this.lines.nextFilled();
		if (first == null) {
			return null;
		}
		List<Lines.Line> more = new ArrayList<>();
		StringBuilder text = new StringBuilder(first.text());
		while (!isClosed(text) && more.size() < MAX_LINES && text.length() <= Lines.MAX_LENGTH) {
			Lines.Line line = this.lines.next();
			if (line == null) {
				break;
			}
			more.add(line);
			text.append('\n').append(line.text());
		}
		Entry entry = entry(first.number(), text.toString());
		if (entry.isFlawed()) {
			this.lines.giveBack(more);
		}
		return entry;
	}

	private Entry entry(long line, String text) {
		if (text.length() > Lines.MAX_LENGTH) {
			return Entry.of(line, text, "");
		}
		if (!isClosed(text)) {
			return Entry.flawed(line, "has a quotation mark that is not closed");
		}
		List<String> fields = fields(this.reader, text);
		if (fields.isEmpty()) {
			return Entry.flawed(line, "has a quotation mark in the wrong place");
		}
		if (fields.size() != this.columns) {
			return Entry.flawed(line, "has " + fields.size() + " fields, and the header " + this.columns);
		}
		return Entry.of(line, text,
				json.writeValueAsString(new User(fields.get(this.username), fields.get(this.email))));
	}

	private static boolean isClosed(CharSequence text) {
		return text.chars().filter((character) -> character == '"').count() % 2 == 0;
	}

	/**
	 * Returns the fields of a single record; empty if the text is not one.
	 */
	private static List<String> fields(ObjectReader reader, String text) {
		try (MappingIterator<String[]> records = reader.readValues(text)) {
			List<String[]> all = records.readAll();
			return (all.size() == 1) ? Stream.of(all.get(0)).toList() : Collections.emptyList();
		}
		catch (JacksonException ex) {
			return Collections.emptyList();
		}
	}

	private record User(String username, String email) {
	}

}
