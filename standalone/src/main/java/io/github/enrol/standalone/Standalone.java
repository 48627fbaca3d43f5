/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.github.enrol.embedded.DataDirectory;
import io.github.enrol.embedded.Database;
import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.ExternalDatabase;
import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import io.github.enrol.standalone.StandaloneProperties.Port;
import org.jspecify.annotations.Nullable;

/**
 * Broker, database and services, with all their data in one directory.
 */
final class Standalone implements AutoCloseable {

	private final StandaloneProperties properties;

	private final EmbeddedKafka kafka;

	private final Database database;

	private final @Nullable Tokens tokens;

	private final InProcessServices services;

	private volatile CompletableFuture<?> kafkaStart = CompletableFuture.completedFuture(null);

	private volatile @Nullable DataDirectory claim;

	private volatile boolean closed;

	Standalone(StandaloneProperties properties) {
		this.properties = properties;
		this.kafka = new EmbeddedKafka(directory("kafka"), properties.kafkaPort());
		this.database = properties.isDatabaseEmbedded()
				? new EmbeddedDatabase(directory("mariadb"), properties.databasePort()) : new ExternalDatabase(
						properties.database(), properties.databaseUsername(), properties.databasePassword());
		this.tokens = properties.security() ? new Tokens(directory("tokens")) : null;
		this.services = new InProcessServices(new InProcessServices.Settings(this.kafka.bootstrapServers(),
				this.database.jdbcUrl(), this.database.username(), this.database.password(), directory("streams"),
				properties.commandServicePort(), properties.queryServicePort(), properties.projectorServicePort(),
				this.tokens));
	}

	private Path directory(String name) {
		return this.properties.dataDirectory().resolve(name);
	}

	/**
	 * Checks what can be checked before anything starts.
	 * @throws StartException if the directory, a port or the database is unavailable
	 */
	void prepare() {
		this.claim = DataDirectory.claim(this.properties.dataDirectory());
		if (this.tokens != null) {
			this.tokens.issue();
		}
		this.database.prepare();
		requirePorts(this.properties.ports());
	}

	private static void requirePorts(List<Port> ports) {
		Map<Integer, Port> distinct = new HashMap<>();
		for (Port port : ports) {
			Port same = distinct.put(port.number(), port);
			if (same != null) {
				throw new StartException("The same port is set twice: " + same + ", " + port + ".");
			}
		}
		List<Port> taken = ports.stream().filter((port) -> !Ports.isFree(port.number())).toList();
		if (!taken.isEmpty()) {
			throw new StartException("Other programs, or another Enrol, use ports that are needed: "
					+ taken.stream().map(Port::toString).collect(Collectors.joining(", ")) + ".");
		}
	}

	/**
	 * Says whether {@link #start()} will also unpack and set up the database.
	 */
	boolean isNew() {
		return this.database instanceof EmbeddedDatabase embedded && embedded.isNew();
	}

	/**
	 * Returns when everything is ready.
	 * @throws StartException if a part cannot be started
	 * @throws CancellationException if it is closed meanwhile
	 */
	void start(Stages stages) {
		this.kafkaStart = CompletableFuture.runAsync(stages.timed("Kafka", this.kafka::start),
				InProcessServices.NEW_THREADS);
		CompletableFuture<?> databaseStart = CompletableFuture.runAsync(stages.timed("database", this.database::start),
				InProcessServices.NEW_THREADS);
		try {
			this.services.start(this.kafkaStart, databaseStart, stages);
		}
		catch (StartException ex) {
			if (this.closed) {
				throw new CancellationException();
			}
			throw ex;
		}
	}

	InProcessServices services() {
		return this.services;
	}

	/**
	 * Returns the tokens that the services ask for.
	 * @return null if they ask for none
	 */
	@Nullable Tokens tokens() {
		return this.tokens;
	}

	String bootstrapServers() {
		return this.kafka.bootstrapServers();
	}

	Database database() {
		return this.database;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Stops dependents before their dependencies. What is still starting in this process
	 * is not waited for: it ends with the process, as safely as if that were killed.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.services.close();
		if (this.kafkaStart.isDone()) {
			this.kafka.close();
		}
		this.database.close();
		DataDirectory claimed = this.claim;
		if (claimed != null) {
			claimed.close();
		}
	}

}
