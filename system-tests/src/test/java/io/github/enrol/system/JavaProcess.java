/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that runs {@code java}.
 */
public class JavaProcess extends ManagedProcess {

	JavaProcess(String name, List<String> arguments) {
		super(name, command(arguments));
	}

	private static List<String> command(List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
						// Starts often, and shares its cores with all the others.
						"-XX:TieredStopAtLevel=1"));
		command.addAll(arguments);
		return command;
	}

}
