/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How tests run Java in processes of their own: the Java of the tests, without C2 and
 * concurrent collectors, since these processes live briefly and share their cores with
 * all others.
 */
public final class JavaCommand {

	private JavaCommand() {
	}

	/**
	 * Returns a list that can be added to.
	 * @param arguments further options, then a class or jar with its arguments
	 */
	public static List<String> of(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC"));
		command.addAll(List.of(arguments));
		return command;
	}

}
