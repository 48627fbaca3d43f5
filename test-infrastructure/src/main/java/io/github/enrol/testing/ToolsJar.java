/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The jar of the operators' commands, which its module has packaged.
 */
public final class ToolsJar {

	private ToolsJar() {
	}

	/**
	 * Runs a command to its end.
	 * @return what it has printed
	 */
	public static String run(String bootstrapServers, String... arguments) throws IOException, InterruptedException {
		List<String> command = JavaCommand.of("-jar", Path.of("..", "tools", "target", "enrol-tools.jar").toString());
		command.addAll(List.of(arguments));
		command.addAll(List.of("--bootstrap-server", bootstrapServers));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

}
