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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

	private static final Pattern VERSION = Pattern.compile("\\bVer (\\S+)");

	// Where packages put servers, which are not on the PATH of every user.
	private static final List<String> DIRECTORIES = List.of("/usr/sbin", "/usr/libexec", "/usr/local/sbin",
			"/usr/local/bin", "/opt/homebrew/bin");

	private final File server;

	/** Of MariaDB; MySQL's server has an option instead. */
	private final @Nullable File installer;

	private final String version;

	private InstalledDatabase(File server, @Nullable File installer, String version) {
		this.server = server;
		this.installer = installer;
		this.version = version;
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
			.flatMap((server) -> find(server, version(server), directories, suffix))
			.findFirst();
	}

	private static Stream<InstalledDatabase> find(File server, String version, List<String> directories,
			String suffix) {
		// MariaDB has the name of MySQL's server too.
		return version.contains("MariaDB")
				? Stream.of("mariadb-install-db", "mysql_install_db")
					.flatMap((name) -> find(directories, name + suffix).stream())
					.map((installer) -> new InstalledDatabase(server, installer, version))
				: Stream.of(new InstalledDatabase(server, null, version));
	}

	private static Optional<File> find(List<String> directories, String name) {
		return directories.stream()
			.filter((directory) -> !directory.isBlank())
			.map((directory) -> new File(directory, name))
			.filter((file) -> file.isFile() && file.canExecute())
			.findFirst();
	}

	/** As it names itself, such as 10.11.19-MariaDB-0+deb12u1. */
	private static String version(File server) {
		try {
			Process process = new ProcessBuilder(server.getPath(), "--no-defaults", "--version")
				.redirectErrorStream(true)
				.start();
			process.getOutputStream().close();
			Matcher version = VERSION
				.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
			return version.find() ? version.group(1) : "";
		}
		catch (IOException ex) {
			return "";
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
		if (this.installer == null) {
			command.addAll(MYSQL_OPTIONS);
		}
		else {
			command.addAll(MARIADB_OPTIONS);
			if (this.version.startsWith("10.")) {
				// It says that it is 5.5.5 unless told otherwise, and Connector/J would
				// then cut
				// off fractions of seconds; from 5.7.20 on it reads a variable of MySQL
				// only.
				command.add("--version=5.7.19-" + this.version);
			}
		}
		return new ProcessBuilder(command);
	}

	@Override
	public String toString() {
		return ((this.installer != null) ? "MariaDB " : "MySQL ") + this.version + " of " + this.server;
	}

}
