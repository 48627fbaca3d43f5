/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.embedded.DataDirectory;
import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import org.jspecify.annotations.Nullable;

/**
 * Broker, database and services, with all their data in one directory.
 */
final class Standalone implements AutoCloseable {

	private final StandaloneProperties properties;

	private final EmbeddedKafka kafka;

	private final EmbeddedDatabase database;

	private final InProcessServices services;

	private volatile @Nullable DataDirectory claim;

	Standalone(StandaloneProperties properties) {
		this.properties = properties;
		this.kafka = new EmbeddedKafka(directory("kafka"), properties.kafkaPort());
		this.database = new EmbeddedDatabase(directory("mariadb"), properties.databasePort());
		this.services = new InProcessServices(new InProcessServices.Settings(this.kafka.bootstrapServers(),
				this.database.jdbcUrl(), this.database.username(), this.database.password(), directory("streams"),
				properties.commandServicePort(), properties.queryServicePort(), properties.projectorServicePort()));
	}

	private Path directory(String name) {
		return this.properties.dataDirectory().resolve(name);
	}

	/**
	 * Returns when everything is ready.
	 * @throws StartException if the directory or a port is unavailable; then nothing was
	 * started
	 */
	void start() {
		this.claim = DataDirectory.claim(this.properties.dataDirectory());
		this.database.prepare();
		requirePorts();
		this.services.start(CompletableFuture.runAsync(this.kafka::start, InProcessServices.NEW_THREADS),
				CompletableFuture.runAsync(this.database::start, InProcessServices.NEW_THREADS));
	}

	private void requirePorts() {
		Ports.requireFree(this.properties.commandServicePort(), "the command-service");
		Ports.requireFree(this.properties.queryServicePort(), "the query-service");
		Ports.requireFree(this.properties.projectorServicePort(), "the projector-service");
		Ports.requireFree(this.properties.kafkaPort(), "the Kafka broker");
		Ports.requireFree(this.properties.databasePort(), "the database");
	}

	InProcessServices services() {
		return this.services;
	}

	/**
	 * Stops dependents before their dependencies.
	 */
	@Override
	public void close() {
		this.services.close();
		this.kafka.close();
		this.database.close();
		DataDirectory claimed = this.claim;
		if (claimed != null) {
			claimed.close();
		}
	}

}
