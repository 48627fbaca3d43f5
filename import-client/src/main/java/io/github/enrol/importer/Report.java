/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines that are not registered, as results of the service with the line numbers of
 * the input, in their order. A file is deleted at the end if it is empty.
 */
final class Report implements AutoCloseable {

	private static final JsonMapper json = new JsonMapper();

	private final @Nullable Path file;

	private final Writer writer;

	private boolean empty = true;

	private Report(@Nullable Path file, OutputStream stream) {
		this.file = file;
		this.writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
	}

	/**
	 * Opens the report; what a file of this name held is lost.
	 */
	static Report open(Options options, OutputStream standardOutput) throws ImportFailure {
		String name = (options.report() != null) ? options.report()
				: options.readsStandardInput() ? Options.STANDARD_STREAM : options.file() + ".refused.ndjson";
		if (name.equals(Options.STANDARD_STREAM)) {
			return new Report(null, standardOutput);
		}
		try {
			Path file = Path.of(name);
			if (!options.readsStandardInput() && Files.exists(file)
					&& Files.isSameFile(file, Path.of(options.file()))) {
				throw Options.usage("the report would replace the file");
			}
			return new Report(file, Files.newOutputStream(file));
		}
		catch (IOException | InvalidPathException ex) {
			throw Options.usage("the report " + name + " cannot be written; see the option --report");
		}
	}

	/**
	 * Adds a result of the service.
	 * @param line number of the user's first line in the input
	 */
	void add(long line, ObjectNode result) throws IOException {
		write(result.put("line", line));
	}

	/**
	 * Adds a line that was not sent.
	 */
	void add(long line, String flaw) throws IOException {
		ObjectNode result = json.createObjectNode().put("line", line).put("status", 400);
		result.putObject("problem")
			.put("title", "Unreadable line")
			.put("status", 400)
			.put("detail", "The line " + flaw + ".");
		write(result);
	}

	private void write(ObjectNode result) throws IOException {
		this.empty = false;
		this.writer.write(json.writeValueAsString(result));
		this.writer.write('\n');
	}

	void flush() throws IOException {
		this.writer.flush();
	}

	/**
	 * Returns the name of the file that holds anything.
	 */
	@Nullable String name() {
		return (this.file != null && !this.empty) ? this.file.toString() : null;
	}

	@Override
	public void close() throws IOException {
		this.writer.flush();
		if (this.file != null) {
			this.writer.close();
			if (this.empty) {
				Files.deleteIfExists(this.file);
			}
		}
	}

}
