/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a program of the database wrote.
 */
record ServerLog(Path file) {

	private static final Pattern ERROR = Pattern.compile("\\berror\\b", Pattern.CASE_INSENSITIVE);

	// ENOSPC, which they write by number or by name.
	private static final Pattern DISK_FULL = Pattern.compile("(error|error number|errno|errcode):? 28\\b|no space left",
			Pattern.CASE_INSENSITIVE);

	// Time, thread, and at MySQL number and subsystem.
	private static final Pattern PREFIX = Pattern.compile("^.*\\[ERROR] (\\[[\\w-]+] )*");

	/**
	 * Returns the line that explains a failure.
	 */
	String reason() {
		try {
			// In whatever character set: all have ASCII in common.
			return reason(Files.readAllLines(this.file, StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * The first error is the cause of the others; without any, it is the last line.
	 * Without its full stop, to be quoted.
	 */
	static String reason(List<String> lines) {
		List<String> written = lines.stream().map(String::strip).filter((line) -> !line.isEmpty()).toList();
		if (written.stream().anyMatch((each) -> DISK_FULL.matcher(each).find())) {
			return "no space is left on the disk";
		}
		String last = written.isEmpty() ? "it wrote nothing" : written.get(written.size() - 1);
		String line = written.stream().filter((each) -> ERROR.matcher(each).find()).findFirst().orElse(last);
		return PREFIX.matcher(line).replaceFirst("").replaceFirst("\\.$", "");
	}

}
