/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A MariaDB or MySQL server that the user has installed. Its own data and settings are
 * not touched.
 */
final class InstalledDatabase implements Installation {

	static final List<String> MARIADB_INITIALIZATION = List.of("--force", "--skip-name-resolve", "--skip-test-db");

	// Traffic stays on this machine, and creating a certificate takes 5 s at each start.
	static final List<String> MARIADB_OPTIONS = List.of("--skip-ssl");

	// Its second protocol would listen on all addresses; nobody reads its binary log.
	private static final List<String> MYSQL_OPTIONS = List.of("--mysqlx=OFF", "--skip-log-bin");

	// Where packages put servers, which are not on the PATH of every user.
	private static final List<String> DIRECTORIES = List.of("/usr/sbin", "/usr/libexec", "/usr/local/sbin",
			"/usr/local/bin", "/opt/homebrew/bin");

	private final File server;

	/** Of MariaDB; MySQL's server has an option instead. */
	private final @Nullable File installer;

	private InstalledDatabase(File server, @Nullable File installer) {
		this.server = server;
		this.installer = installer;
	}

	/**
	 * Finds a server, preferably MariaDB, on which the included one is based too.
	 * @param path directories, separated as in the environment variable {@code PATH}
	 */
	static Optional<InstalledDatabase> find(Platform platform, String path) {
		List<String> directories = new ArrayList<>(List.of(path.split(File.pathSeparator)));
		directories.addAll(DIRECTORIES);
		String suffix = platform.isWindows() ? ".exe" : "";
		return Stream.of("mariadbd", "mysqld")
			.flatMap((name) -> find(directories, name + suffix).stream())
			.flatMap((server) -> isMariaDb(server)
					? Stream.of("mariadb-install-db", "mysql_install_db")
						.flatMap((name) -> find(directories, name + suffix).stream())
						.map((installer) -> new InstalledDatabase(server, installer))
					: Stream.of(new InstalledDatabase(server, null)))
			.findFirst();
	}

	private static Optional<File> find(List<String> directories, String name) {
		return directories.stream()
			.filter((directory) -> !directory.isBlank())
			.map((directory) -> new File(directory, name))
			.filter((file) -> file.isFile() && file.canExecute())
			.findFirst();
	}

	/** MariaDB has the name of MySQL's server too. */
	private static boolean isMariaDb(File server) {
		try {
			Process process = new ProcessBuilder(server.getPath(), "--no-defaults", "--version")
				.redirectErrorStream(true)
				.start();
			process.getOutputStream().close();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("MariaDB");
		}
		catch (IOException ex) {
			return server.getName().startsWith("mariadbd");
		}
	}

	@Override
	public void requireSpace() {
		// Everything is in place.
	}

	@Override
	public void unpack() {
		// Everything is in place.
	}

	@Override
	public ProcessBuilder initialization(Path data) {
		List<String> command = new ArrayList<>();
		if (this.installer == null) {
			command.addAll(List.of(this.server.getPath(), "--no-defaults", "--initialize-insecure"));
			command.addAll(DatabaseServer.userOption());
		}
		else {
			command.add(this.installer.getPath());
			if (!this.installer.getName().endsWith(".exe")) {
				command.add("--no-defaults");
				command.addAll(MARIADB_INITIALIZATION);
			}
		}
		command.add("--datadir=" + data);
		return new ProcessBuilder(command);
	}

	@Override
	public ProcessBuilder server() {
		List<String> command = new ArrayList<>(List.of(this.server.getPath(), "--no-defaults"));
		command.addAll((this.installer != null) ? MARIADB_OPTIONS : MYSQL_OPTIONS);
		return new ProcessBuilder(command);
	}

	@Override
	public String toString() {
		return ((this.installer != null) ? "MariaDB of " : "MySQL of ") + this.server;
	}

}
