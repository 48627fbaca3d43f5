/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.util.List;

import io.github.enrol.testing.JavaCommand;

/**
 * A process that runs {@code java}.
 */
public class JavaProcess extends ManagedProcess {

	JavaProcess(String name, List<String> arguments) {
		super(name, command(arguments));
	}

	private static List<String> command(List<String> arguments) {
		List<String> command = JavaCommand.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
		command.addAll(arguments);
		return command;
	}

}
