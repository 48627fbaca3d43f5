/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The embedded database keeps its data and its address, and exclusive use of its
 * directory.
 */
class EmbeddedDatabaseIntegrationTests {

	// As in Backends: unpacked once for all modules.
	private static final Path BINARIES = Path.of("..", "target");

	@TempDir
	Path directory;

	@Test
	void keepsRowsAndAddressAcrossRestarts() throws Exception {
		try (EmbeddedDatabase database = new EmbeddedDatabase(this.directory, BINARIES, 0)) {
			database.start();
			String url = database.createSchema("guests");
			execute(database, url, "CREATE TABLE guest (name VARCHAR(20))");
			execute(database, url, "INSERT INTO guest VALUES ('Zoë')");
			database.stop();
			database.start();
			assertThat(guest(database, url)).isEqualTo("Zoë");
		}
	}

	@Test
	void takesOverFromAServerThatOutlivedItsParent() throws Exception {
		try (EmbeddedDatabase database = new EmbeddedDatabase(this.directory, BINARIES, 0)) {
			database.start();
			long pid = Long.parseLong(Files.readString(this.directory.resolve("mariadbd.pid")).trim());
			// As after a kill -9 of the JVM: the server runs without an owner.
			database.abandon();
			database.start();
			assertThat(ProcessHandle.of(pid)).isEmpty();
			try (Connection connection = connect(database, database.jdbcUrl())) {
				assertThat(connection.isValid(1)).isTrue();
			}
		}
	}

	@Test
	void leavesAnUnrelatedProcessWithTheSameIdAlone() throws Exception {
		Process stranger = new ProcessBuilder("sleep", "60").start();
		try {
			Files.writeString(this.directory.resolve("mariadbd.pid"), Long.toString(stranger.pid()));
			EmbeddedDatabase.endLeftover(this.directory);
			assertThat(stranger.isAlive()).isTrue();
		}
		finally {
			stranger.destroy();
		}
	}

	@Test
	void refusesADirectoryThatIsInUse() {
		try (DataDirectory claim = DataDirectory.claim(this.directory);
				EmbeddedDatabase database = new EmbeddedDatabase(this.directory, BINARIES, 0)) {
			assertThatExceptionOfType(StartException.class).isThrownBy(database::start)
				.withMessage("The data directory %s is in use by another running instance.", claim.path());
		}
	}

	@Test
	void refusesADirectoryThatIsAFile() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		try (EmbeddedDatabase database = new EmbeddedDatabase(file, BINARIES, 0)) {
			assertThatExceptionOfType(StartException.class).isThrownBy(database::start)
				.withMessage("The data directory %s cannot be written.", file);
		}
	}

	private static void execute(EmbeddedDatabase database, String url, String sql) throws SQLException {
		try (Connection connection = connect(database, url); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String guest(EmbeddedDatabase database, String url) throws SQLException {
		try (Connection connection = connect(database, url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT name FROM guest")) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static Connection connect(EmbeddedDatabase database, String url) throws SQLException {
		return DriverManager.getConnection(url, database.username(), database.password());
	}

}
