/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server, which speaks the MySQL protocol, in a process started and stopped by
 * this JVM. It can be restarted at the same address with its data. Every commit is on
 * disk when it returns.
 */
public final class EmbeddedDatabase implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	// Only this machine can connect, so one name serves as schema, user and password.
	private static final String NAME = "enrol";

	private static final String INIT_SQL = """
			CREATE DATABASE IF NOT EXISTS %1$s;
			CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%1$s';
			GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
			""".formatted(NAME);

	private final Path directory;

	private final Path binaries;

	private final int port;

	private @Nullable DataDirectory claim;

	private @Nullable MariaDbServer server;

	/**
	 * Creates a database; {@link #start()} starts it.
	 * @param directory holds the data and the unpacked server; created if missing
	 * @param port where clients connect, or 0 for any free port
	 */
	public EmbeddedDatabase(Path directory, int port) {
		this(directory, directory, port);
	}

	/**
	 * Creates a database that shares its unpacked server, 350 MB, with others.
	 * @param directory holds the data; created if missing
	 * @param binaries holds the unpacked server; created if missing
	 * @param port where clients connect, or 0 for any free port
	 */
	public EmbeddedDatabase(Path directory, Path binaries, int port) {
		this.directory = directory;
		this.binaries = binaries;
		this.port = (port != 0) ? port : Ports.free();
	}

	/**
	 * Returns when clients can connect. First stops a server on the same data that
	 * outlived an earlier, killed JVM.
	 * @throws StartException if the directory or the port is unavailable
	 */
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		this.claim = DataDirectory.claim(this.directory);
		try {
			MariaDbServer.endLeftover(this.claim.path());
			Ports.requireFree(this.port, "the database");
			MariaDbBinaries mariaDb = MariaDbBinaries.unpack(this.binaries);
			this.server = MariaDbServer.launch(mariaDb, this.claim.path(), this.port, INIT_SQL);
			awaitReady(this.server, this.claim.path());
		}
		catch (IOException ex) {
			stop();
			throw new StartException("The database cannot be started: " + ex.getMessage() + ".", ex);
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private void awaitReady(MariaDbServer server, Path directory) throws IOException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		do {
			try (Connection connection = connect()) {
				return;
			}
			catch (SQLException ex) {
				if (System.nanoTime() > deadline) {
					throw new IOException("it takes too long, see " + MariaDbServer.log(directory), ex);
				}
			}
		}
		while (!server.hasEndedWithin(Duration.ofMillis(50)));
		throw new IOException("it ended at once, see " + MariaDbServer.log(directory));
	}

	/**
	 * Stops a server on the directory that outlived a killed JVM, if there is one, and so
	 * frees its port. {@link #start()} does this too; call this first to check ports
	 * before starting.
	 * @throws StartException if the directory is unavailable
	 */
	public static void endLeftover(Path directory) {
		try (DataDirectory claim = DataDirectory.claim(directory)) {
			MariaDbServer.endLeftover(claim.path());
		}
	}

	/**
	 * Creates a schema unless it exists.
	 * @return its JDBC URL
	 */
	public String createSchema(String name) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE IF NOT EXISTS `" + name.replace("`", "``") + "`");
			return jdbcUrl(name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The schema " + name + " cannot be created", ex);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(jdbcUrl(), username(), password());
	}

	public String jdbcUrl() {
		return jdbcUrl(NAME);
	}

	private String jdbcUrl(String schema) {
		return "jdbc:mysql://" + Ports.LOOPBACK + ":" + this.port + "/" + schema + "?sslMode=DISABLED";
	}

	public String username() {
		return NAME;
	}

	public String password() {
		return NAME;
	}

	/**
	 * Returns when the server has ended and its data is on disk.
	 */
	public synchronized void stop() {
		if (this.server != null) {
			this.server.end();
		}
		abandon();
	}

	/** Simulates a killed JVM: the server keeps running, and the directory is free. */
	synchronized void abandon() {
		this.server = null;
		if (this.claim != null) {
			this.claim.close();
			this.claim = null;
		}
	}

	@Override
	public void close() {
		stop();
	}

}
