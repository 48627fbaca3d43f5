/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Published bytes, headers and schemas.
 */
final class Golden {

	private static final String PUBLISHED = "/io/github/enrol/events/";

	private static final String IMAGINED = "/versioning/";

	private Golden() {
	}

	/**
	 * Returns the headers of a file with a line for each.
	 */
	static Headers headers(String name) {
		Headers headers = new RecordHeaders();
		text(name).lines()
			.map((line) -> line.split("=", 2))
			.forEach((header) -> CloudEventHeaders.set(headers, header[0], header[1]));
		return headers;
	}

	/**
	 * Returns the lines of such a file.
	 */
	static List<String> lines(Headers headers) {
		return StreamSupport.stream(headers.spliterator(), false)
			.map((header) -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
			.toList();
	}

	/**
	 * Validates a value, formats included, by a schema of the given {@code $id}, which
	 * may refer to others.
	 */
	static List<Error> flaws(String schema, String value) {
		return SchemaRegistry
			.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, (builder) -> builder.schemas(Golden::schema))
			.getSchema(SchemaLocation.of(schema))
			.validate(value, InputFormat.JSON,
					(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)));
	}

	/**
	 * Returns the schema of the given {@code $id}.
	 * @return null if this project has none, such as a meta-schema
	 */
	static String schema(String id) {
		String name = id.replaceFirst("^https://enrol.github.io/schemas/", "");
		String found = null;
		for (String directory : List.of(PUBLISHED, IMAGINED)) {
			if (Golden.class.getResource(directory + name) != null) {
				found = text(directory + name);
			}
		}
		return found;
	}

	static byte[] bytes(String name) {
		return text(name).getBytes(StandardCharsets.UTF_8);
	}

	static String text(String name) {
		try (InputStream in = Golden.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
