/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.time.Duration;

import io.github.enrol.testing.ToolsJar;

/**
 * The jar of the operators' commands, run as docs/operations.md says.
 */
final class Tools {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final String bootstrapServers;

	Tools(String bootstrapServers) {
		this.bootstrapServers = bootstrapServers;
	}

	/**
	 * Runs a command to its end.
	 * @return what it printed
	 */
	String run(String... arguments) throws IOException, InterruptedException {
		return ToolsJar.run(this.bootstrapServers, arguments);
	}

	/**
	 * Runs a command until it prints a text.
	 * @return the line that has it
	 */
	String await(String text, String... arguments) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		String printed = "";
		while (System.nanoTime() - begin < TIMEOUT.toNanos()) {
			printed = run(arguments);
			for (String line : printed.split("\n")) {
				if (line.contains(text)) {
					return line;
				}
			}
		}
		throw new IllegalStateException(String.join(" ", arguments) + " does not print " + text + " but " + printed);
	}

}
