/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.enrol.embedded.Ports;

/**
 * A process that can be started, stopped, killed and frozen. Its output goes to a file
 * below {@code target/processes}.
 */
public class ManagedProcess implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(120);

	private final String name;

	private final List<String> command;

	private Process process;

	/**
	 * Launches the process without waiting until it is ready.
	 * @param name of the process, and of the file with its output
	 */
	ManagedProcess(String name, List<String> command) {
		this.name = name;
		this.command = List.copyOf(command);
		output().toFile().delete();
		this.process = launch(List.of());
		// The process must not outlive the tests, however they end.
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	private Process launch(List<String> prefix) {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(this.command);
		try {
			Path output = output();
			Files.createDirectories(output.getParent());
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns the file with the output of all its runs.
	 */
	public Path output() {
		return Path.of("target", "processes", this.name + ".log");
	}

	/**
	 * Returns whether it can do its work; a process without a readiness check always can.
	 */
	boolean isReady() {
		return this.process.isAlive();
	}

	/**
	 * Returns whether a server accepts connections at a local port.
	 */
	static boolean accepts(int port) {
		try (Socket socket = new Socket(Ports.LOOPBACK, port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Waits until it is ready.
	 * @return how long that took
	 */
	public Duration awaitReady() {
		Instant start = Instant.now();
		while (!isReady()) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(this.name + " ended with " + this.process.exitValue());
			}
			if (start.plus(TIMEOUT).isBefore(Instant.now())) {
				throw new IllegalStateException(this.name + " is not ready after " + TIMEOUT);
			}
			pause(Duration.ofMillis(100));
		}
		return Duration.between(start, Instant.now());
	}

	/**
	 * Sends SIGKILL to the process and its descendants.
	 */
	void kill() {
		kill(List.of(this));
	}

	/**
	 * Sends SIGKILL to all of them before it waits for their ends.
	 */
	static void kill(Collection<? extends ManagedProcess> processes) {
		List<ProcessHandle> handles = processes.stream()
			.map(ManagedProcess::handle)
			.flatMap((handle) -> Stream.concat(Stream.of(handle), handle.descendants()))
			.toList();
		handles.forEach(ProcessHandle::destroyForcibly);
		processes.forEach(ManagedProcess::awaitEnd);
	}

	private ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * Sends SIGTERM.
	 * @return how long it took to exit
	 */
	Duration terminate() {
		Instant start = Instant.now();
		this.process.destroy();
		awaitEnd();
		return Duration.between(start, Instant.now());
	}

	/**
	 * Sends SIGSTOP: the process is frozen until {@link #resume()}.
	 */
	void suspend() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void restart() {
		restart(List.of());
	}

	/**
	 * Restarts the ended process.
	 * @param prefix a command that executes its arguments
	 */
	void restart(List<String> prefix) {
		this.process = launch(prefix);
	}

	/**
	 * Returns its resident memory, in MiB. Linux only.
	 */
	long residentMemory() {
		try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(this.process.pid()), "status"))) {
			String line = lines.filter((each) -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
			return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitEnd() {
		try {
			if (!this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.name + " does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			resume();
			kill();
		}
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
