/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own. All have the same JVM options, contenders as well as what
 * they stand on. The output goes to a file in {@code target/processes}.
 * <p>
 * The system tests start processes too, in order to hurt them, and with options for a
 * quick start that would not do here.
 */
final class JavaProcess implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(180);

	private static final Duration END_TIMEOUT = Duration.ofSeconds(30);

	private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final String name;

	private final int port;

	private final Process process;

	private final long launched = System.nanoTime();

	private JavaProcess(String name, int port, List<String> command) {
		this.name = name;
		this.port = port;
		try {
			Path output = Path.of("target", "processes", name + ".log");
			Files.createDirectories(output.getParent());
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * How Java is run here.
	 * @param arguments what follows the options that all have
	 */
	static List<String> command(List<String> arguments) {
		return command(Settings.text("jvm", "-Xmx256m -XX:+UseSerialGC"), arguments);
	}

	/**
	 * How Java is run with options of its own, separated by spaces.
	 */
	static List<String> command(String options, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(List.of(options.split(" ")));
		command.addAll(arguments);
		return command;
	}

	/**
	 * What {@code java} needs to run a class of this module.
	 */
	static List<String> code(Class<?> main) {
		return List.of("-cp", System.getProperty("java.class.path"), main.getName());
	}

	/**
	 * Starts a Spring Boot application; it may not be ready yet.
	 */
	static JavaProcess application(String name, int port, List<String> code, Map<String, String> properties) {
		List<String> arguments = new ArrayList<>(code);
		arguments.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port));
		properties.forEach((key, value) -> arguments.add("--" + key + "=" + value));
		return new JavaProcess(name, port, command(arguments));
	}

	/**
	 * Starts any other server.
	 */
	static JavaProcess start(String name, int port, List<String> arguments) {
		return new JavaProcess(name, port, command(arguments));
	}

	/**
	 * Starts a server that is no Java, or has options of its own.
	 */
	static JavaProcess program(String name, int port, List<String> command) {
		return new JavaProcess(name, port, command);
	}

	String name() {
		return this.name;
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	int port() {
		return this.port;
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	/**
	 * Returns when it says that it is ready.
	 * @return after how many seconds, to about 10 ms, from the start of the process
	 */
	double awaitReady() {
		return await("/actuator/health/readiness");
	}

	/**
	 * Returns when it answers 200.
	 */
	double await(String path) {
		while (status(path) != 200) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(this.name + " ended, see target/processes");
			}
			if (System.nanoTime() - this.launched > TIMEOUT.toNanos()) {
				throw new IllegalStateException(this.name + " is not ready after " + TIMEOUT);
			}
			pause(Duration.ofMillis(10));
		}
		return (System.nanoTime() - this.launched) / 1e9;
	}

	/**
	 * Returns what it answers to a GET, or 0 if it does not.
	 */
	int status(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
			return http.send(request, BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

	/**
	 * SIGTERM; returns when it has ended.
	 */
	void terminate() {
		terminate(END_TIMEOUT);
	}

	/**
	 * SIGTERM; returns when it has ended, which is forced after that time.
	 */
	void terminate(Duration timeout) {
		this.process.destroy();
		awaitEnd(timeout);
	}

	private void awaitEnd(Duration timeout) {
		try {
			if (!this.process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Ends it at once, and what it started.
	 */
	@Override
	public void close() {
		List<ProcessHandle> children = this.process.descendants().toList();
		this.process.destroyForcibly();
		children.forEach(ProcessHandle::destroyForcibly);
		awaitEnd(END_TIMEOUT);
	}

	static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
