/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Programs that run to their end and say what they saw.
 */
final class Tool {

	/**
	 * Lets programs run side by side. The common pool has one thread on two cores, and
	 * from JDK 25 on {@code CompletableFuture} uses it nevertheless.
	 */
	static final Executor SIDE_BY_SIDE = (program) -> new Thread(program).start();

	private Tool() {
	}

	/**
	 * Loads an HTTP server that takes most of it, see {@link #load}.
	 */
	static Load wrk(String script, URI uri, int connections, Duration duration, String... arguments) {
		Load load = load(script, uri, connections, duration, arguments);
		if (load.errors() > load.requests() / 2) {
			throw new IllegalStateException(uri + " refuses: " + load);
		}
		return load;
	}

	/**
	 * Loads an HTTP server with wrk: each connection sends its next request when it has
	 * its answer. What wrk says of latency is corrected for coordinated omission, by the
	 * mean time between two requests of a connection.
	 * @param script in {@code src/main/wrk}, which says what its arguments are
	 */
	static Load load(String script, URI uri, int connections, Duration duration, String... arguments) {
		return Load.parse(runWrk(script, uri, connections, duration, arguments));
	}

	/**
	 * Loads an HTTP server with wrk, and says what was answered in each whole second.
	 * @param script one that says it
	 */
	static List<Load> wrkBySecond(String script, URI uri, int connections, Duration duration, String... arguments) {
		return Load.parseSeconds(runWrk(script, uri, connections, duration, arguments));
	}

	private static List<String> runWrk(String script, URI uri, int connections, Duration duration,
			String... arguments) {
		List<String> command = new ArrayList<>(
				List.of("wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s", "--timeout", "10s", "-s",
						Path.of("src", "main", "wrk", script).toString(), uri.toString(), "--"));
		command.addAll(List.of(arguments));
		return run(command);
	}

	/**
	 * Runs a class of this module in a JVM like those of the services.
	 */
	static List<String> java(Class<?> program, Object... arguments) {
		List<String> command = JavaProcess.command(JavaProcess.code(program));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return run(command);
	}

	static List<String> run(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			Thread end = new Thread(process::destroyForcibly);
			Runtime.getRuntime().addShutdownHook(end);
			List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
				.toList();
			int exit = process.waitFor();
			Runtime.getRuntime().removeShutdownHook(end);
			if (exit != 0) {
				throw new IllegalStateException(
						command.get(0) + " ended with " + exit + "\n" + String.join("\n", output));
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Is it installed? " + command.get(0), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
