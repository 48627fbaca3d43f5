/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of results, to which each run appends. It is in {@code target}, or where
 * {@code -Dfaults.results} says.
 */
final class Results {

	private static final Path directory = Path.of(System.getProperty("faults.results", "target"));

	private Results() {
	}

	/**
	 * Appends a line, and prints it.
	 * @param header the first line of a new file
	 */
	static void append(String file, String header, Object... values) {
		StringBuilder line = new StringBuilder();
		for (Object value : values) {
			line.append(line.isEmpty() ? "" : ",").append(value);
		}
		System.out.println(file + ": " + line);
		Path path = directory.resolve(file);
		try {
			Files.createDirectories(directory);
			if (Files.notExists(path)) {
				Files.writeString(path, header + "\n");
			}
			Files.writeString(path, line + "\n", StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
