/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.enrol.testing.JavaCommand;

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
		List<String> command = JavaCommand.of("-jar", Path.of("..", "tools", "target", "enrol-tools.jar").toString());
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("SPRING_KAFKA_BOOTSTRAPSERVERS", this.bootstrapServers);
		Process process = builder.start();
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
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
