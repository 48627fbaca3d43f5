/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * One run of the database server in its own process.
 */
final class DatabaseServer {

	// Of the system tables and the redo log, in a new directory.
	static final int MEGABYTES = 200;

	private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(5);

	private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(6);

	// Between two readings of a process's start, after corrections of the clock.
	private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);

	private final ProcessHandle process;

	private DatabaseServer(ProcessHandle process) {
		this.process = process;
	}

	/**
	 * Starts the server without waiting until it is ready, and creates its system tables
	 * if they are missing.
	 * @param directory holds the data; log and process record are beside it
	 * @param options of the server, besides its own
	 * @param starting runs the processes
	 */
	static DatabaseServer launch(Installation installation, Path directory, int port, List<String> options,
			StartingProcess starting) throws IOException {
		if (isNew(directory)) {
			initialize(installation, directory, starting);
		}
		Path initFile = Files.writeString(directory.resolve("init.sql"), LocalAccount.SQL);
		ProcessBuilder builder = installation.server();
		List<String> command = builder.command();
		command.addAll(List.of("--datadir=" + data(directory), "--pid-file=server.pid", "--init-file=" + initFile,
				"--bind-address=" + Ports.LOOPBACK, "--port=" + port, "--skip-name-resolve",
				"--character-set-server=utf8mb4", "--default-time-zone=+00:00", "--innodb-flush-log-at-trx-commit=1",
				"--innodb-buffer-pool-size=128M", "--max-allowed-packet=64M"));
		if (Platform.current().isWindows()) {
			command.add("--console");
		}
		else {
			// Relative to the data: the path of a socket is limited to 107 bytes.
			command.add("--socket=server.sock");
			command.addAll(userOption());
		}
		command.addAll(options);
		Process process = run(builder, log(directory), directory, starting);
		DatabaseServer server = new DatabaseServer(process.toHandle());
		try {
			server.record(directory);
			return server;
		}
		catch (IOException ex) {
			server.end();
			throw ex;
		}
	}

	/**
	 * Returns when clients can connect.
	 */
	void awaitReady(LocalAccount account, Path directory) throws IOException {
		ServerLog log = log(directory);
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		do {
			try (Connection connection = account.connect()) {
				return;
			}
			catch (SQLException ex) {
				if (System.nanoTime() > deadline) {
					throw new IOException("it takes too long, see " + log.file(), ex);
				}
			}
		}
		while (!hasEndedWithin(Duration.ofMillis(50)));
		throw new IOException("it ended at once (" + log.file() + "): " + log.reason());
	}

	static boolean isNew(Path directory) {
		return Files.notExists(data(directory));
	}

	/**
	 * Under a temporary name first, so that an incomplete one is never taken for data.
	 */
	private static void initialize(Installation installation, Path directory, StartingProcess starting)
			throws IOException {
		Path incomplete = directory.resolve("data.incomplete");
		FileSystemUtils.deleteRecursively(incomplete);
		ServerLog log = new ServerLog(directory.resolve("install.log"));
		Process process = run(installation.initialization(incomplete), log, directory, starting);
		// Not of its handle, which can end before the process has its exit value.
		process.onExit().completeOnTimeout(process, INSTALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
		if (process.isAlive() || process.exitValue() != 0) {
			starting.kill();
			throw new IOException("its system tables cannot be created (" + log.file() + "): " + log.reason());
		}
		Directories.rename(incomplete, data(directory));
	}

	/**
	 * Gives it a directory of its own for temporary tables: a starting server deletes
	 * those that it finds, also another running server's.
	 */
	private static Process run(ProcessBuilder builder, ServerLog log, Path directory, StartingProcess starting)
			throws IOException {
		String temporary = Files.createDirectories(directory.resolve("tmp")).toAbsolutePath().toString();
		for (String variable : Platform.current().isWindows() ? List.of("TEMP", "TMP") : List.of("TMPDIR")) {
			builder.environment().put(variable, temporary);
		}
		return starting.run(builder.redirectOutput(log.file().toFile()));
	}

	/**
	 * Remembers the process, for {@link #endLeftover(Path)}.
	 */
	private void record(Path directory) throws IOException {
		Instant start = this.process.info().startInstant().orElse(Instant.EPOCH);
		Files.writeString(processFile(directory), this.process.pid() + " " + start);
	}

	/**
	 * Stops a server on this directory that outlived a killed JVM, if there is one.
	 * Compares the time of its start, because the process id may have been reused:
	 * Windows does not tell arguments.
	 */
	static void endLeftover(Path directory) {
		try {
			String[] record = Files.readString(processFile(directory)).split(" ");
			Instant start = Instant.parse(record[1]);
			ProcessHandle.of(Long.parseLong(record[0]))
				.filter((process) -> startedAt(process, start))
				.ifPresent((process) -> new DatabaseServer(process).end());
			Files.delete(processFile(directory));
		}
		catch (IOException | RuntimeException ex) {
			// Without a record there is no server.
		}
	}

	private static boolean startedAt(ProcessHandle process, Instant start) {
		return process.info()
			.startInstant()
			.filter((actual) -> Duration.between(start, actual).abs().compareTo(CLOCK_TOLERANCE) < 0)
			.isPresent();
	}

	/**
	 * Returns when the server has ended. Windows can only kill it. Its data is safe
	 * either way, but after an orderly stop the next start is faster.
	 */
	void end() {
		this.process.destroy();
		if (!hasEndedWithin(STOP_TIMEOUT)) {
			this.process.destroyForcibly();
			hasEndedWithin(STOP_TIMEOUT);
		}
	}

	boolean hasEndedWithin(Duration timeout) {
		this.process.onExit().completeOnTimeout(this.process, timeout.toMillis(), TimeUnit.MILLISECONDS).join();
		return !this.process.isAlive();
	}

	/** The server refuses to run as root unless this is explicit. */
	static List<String> userOption() {
		return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
	}

	private static Path data(Path directory) {
		return directory.resolve("data");
	}

	private static Path processFile(Path directory) {
		return directory.resolve("server.process");
	}

	static ServerLog log(Path directory) {
		return new ServerLog(directory.resolve("server.log"));
	}

}
