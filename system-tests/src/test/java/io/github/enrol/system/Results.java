/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files of results, in {@code target} or where {@code -Dfaults.results} says.
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
		boolean added = Files.exists(directory.resolve(file));
		write(file, (added ? "" : header + "\n") + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	static void write(String file, String content, OpenOption... options) {
		try {
			Files.createDirectories(directory);
			Files.writeString(directory.resolve(file), content, options);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
