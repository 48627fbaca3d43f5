/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The formats of an import.
 */
enum ImportFormat {

	NDJSON(ImportRecords::json, MediaType.APPLICATION_NDJSON_VALUE, ImportFormat.JSON_LINES),

	CSV(CsvRecords::new, ImportFormat.TEXT_CSV);

	/** Another name of NDJSON. */
	static final String JSON_LINES = "application/jsonl";

	/** RFC 4180, 3. */
	static final String TEXT_CSV = "text/csv";

	private final Function<InputStream, ImportRecords> reader;

	private final List<MediaType> mediaTypes;

	ImportFormat(Function<InputStream, ImportRecords> reader, String... mediaTypes) {
		this.reader = reader;
		this.mediaTypes = Stream.of(mediaTypes).map(MediaType::parseMediaType).toList();
	}

	/**
	 * Returns the format of a body.
	 * @param type one of those that the import reads; NDJSON by default
	 * @throws Problem if it says that CSV has no header line
	 */
	static ImportFormat of(@Nullable MediaType type) {
		if (type == null || CSV.mediaTypes.stream().noneMatch((csv) -> csv.includes(type))) {
			return NDJSON;
		}
		String header = type.getParameter("header");
		if (header != null && !header.replace("\"", "").equalsIgnoreCase("present")) {
			throw Problem
				.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
						"CSV needs a header line with the columns username and email, and header=present or none.")
				.withHeader(HttpHeaders.ACCEPT, TEXT_CSV + ";header=present");
		}
		return CSV;
	}

	ImportRecords read(InputStream body) {
		return this.reader.apply(body);
	}

}
