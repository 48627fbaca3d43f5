/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A MariaDB or MySQL server in a process started and stopped by this JVM: the MariaDB
 * that is included, or else one that is installed (ADR 16). It can be restarted at the
 * same address with its data. Every commit is on disk when it returns.
 */
public final class EmbeddedDatabase implements Database {

	// For logs and temporary tables. With less, the disk is full for all practical
	// purposes.
	private static final int LEAST_MEGABYTES = 20;

	private final Path directory;

	private final Supplier<Installation> installation;

	private final int port;

	private final LocalAccount account;

	private final List<String> options = new ArrayList<>();

	private final StartingProcess starting = new StartingProcess();

	private @Nullable DataDirectory claim;

	private @Nullable DatabaseServer server;

	/**
	 * Creates a database; {@link #start()} starts it.
	 * @param directory holds the data and the unpacked server; created if missing
	 * @param port where clients connect, or 0 for any free port
	 */
	public EmbeddedDatabase(Path directory, int port) {
		this(directory, directory, port);
	}

	/**
	 * Creates a database that shares its unpacked server, up to 370 MB, with others.
	 * @param directory holds the data; created if missing
	 * @param binaries holds the unpacked server; created if missing
	 * @param port where clients connect, or 0 for any free port
	 */
	public EmbeddedDatabase(Path directory, Path binaries, int port) {
		this(directory, port, () -> Installation.find(Platform.current(), binaries));
	}

	EmbeddedDatabase(Path directory, int port, Supplier<Installation> installation) {
		this.directory = directory;
		this.installation = installation;
		this.port = (port != 0) ? port : Ports.free();
		this.account = new LocalAccount(this.port);
	}

	/**
	 * Adds options of the server, such as {@code --ssl-cert=…}, before {@link #start()}.
	 * They override others.
	 */
	public EmbeddedDatabase withOptions(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	/**
	 * Stops a server on the same data that outlived an earlier, killed JVM, which frees
	 * its port, and checks that there is a server for this platform and enough disk
	 * space.
	 * @throws StartException if the database cannot be started
	 */
	@Override
	public synchronized void prepare() {
		if (this.server == null) {
			try (DataDirectory claim = DataDirectory.claim(this.directory)) {
				prepare(claim.path());
			}
		}
	}

	private Installation prepare(Path path) {
		DatabaseServer.endLeftover(path);
		Installation found = this.installation.get();
		found.requireSpace();
		if (DatabaseServer.isNew(path)) {
			Directories.requireSpace(path, DatabaseServer.MEGABYTES);
		}
		return found;
	}

	/**
	 * Returns whether there are no data yet, so that the next start takes longer: it
	 * unpacks the server and creates the system tables.
	 */
	public boolean isNew() {
		return DatabaseServer.isNew(this.directory);
	}

	/**
	 * Returns when clients can connect.
	 * @throws StartException if the directory or the port is unavailable, or for a reason
	 * that {@link #prepare()} finds
	 * @throws CancellationException if {@link #close()} is called meanwhile
	 */
	@Override
	public void start() {
		Installation found = begin();
		if (found == null) {
			return;
		}
		try {
			// Without the monitor, so that close() need not wait for it.
			found.unpack();
			launch(found);
		}
		catch (IOException ex) {
			stop();
			this.starting.requireNotCancelled();
			Directories.requireSpace(this.directory, LEAST_MEGABYTES);
			throw new StartException("The database cannot be started: " + Directories.reason(ex) + ".", ex);
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private synchronized @Nullable Installation begin() {
		if (this.server != null) {
			return null;
		}
		this.claim = DataDirectory.claim(this.directory);
		try {
			Installation found = prepare(this.claim.path());
			Ports.requireFree(this.port, "the database");
			return found;
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private synchronized void launch(Installation found) throws IOException {
		if (this.claim == null) {
			throw new CancellationException("The database was stopped during its start");
		}
		Path path = this.claim.path();
		this.server = DatabaseServer.launch(found, path, this.port, this.options, this.starting);
		this.server.awaitReady(this.account, path);
		this.starting.keep();
	}

	/**
	 * Creates a schema unless it exists.
	 * @return its JDBC URL
	 */
	public String createSchema(String name) {
		return this.account.createSchema(name);
	}

	@Override
	public String jdbcUrl() {
		return this.account.jdbcUrl(LocalAccount.NAME);
	}

	@Override
	public String username() {
		return LocalAccount.NAME;
	}

	@Override
	public String password() {
		return LocalAccount.NAME;
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

	/**
	 * Stops it for ever. A start that has not ended is cancelled.
	 */
	@Override
	public void close() {
		this.starting.cancel();
		stop();
	}

}
