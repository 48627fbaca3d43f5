/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.util.List;

/**
 * A command and its output.
 *
 * @param from index of its first line in the document
 * @param to index after the last line of its output
 * @param command for the shell
 * @param output what the document shows
 */
record Step(int from, int to, String command, List<String> output) {

	static final String INTERRUPT = "^C";

	/**
	 * Whether the command would go on after its output.
	 */
	boolean isInterrupted() {
		return this.output.contains(INTERRUPT);
	}

	String expected() {
		return String.join("\n", this.output).replace(INTERRUPT, "").stripTrailing();
	}

	/**
	 * Whether it changes nothing, so that it can be repeated.
	 */
	boolean onlyReads() {
		return this.command.startsWith("curl ") && !this.command.matches("(?s).* -(?:[dTX]|-data).*");
	}

}
