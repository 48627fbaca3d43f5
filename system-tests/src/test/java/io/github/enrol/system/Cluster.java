/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.Ports;

/**
 * The whole system, each part in its own process: a broker, a database, and instances of
 * the services.
 */
final class Cluster implements AutoCloseable {

	/** Connects the first command-service to the broker. */
	final NetworkLink link;

	final BackendProcess broker;

	final BackendProcess database;

	final List<ServiceProcess> commands;

	final List<ServiceProcess> projectors;

	final ServiceProcess query;

	private final List<UserApi> apis;

	final Path stateDirectory;

	final String jdbcUrl;

	final String bootstrapServers;

	Cluster(Path directory, int commands, int projectors, Map<String, String> commandProperties,
			String... javaOptions) {
		this.stateDirectory = directory.resolve("streams");
		int proxiedPort = Ports.free();
		this.link = new NetworkLink(proxiedPort);
		this.broker = BackendProcess.kafka(directory.resolve("kafka"), proxiedPort, this.link.port());
		this.database = BackendProcess.mariaDb(directory.resolve("database"));
		this.broker.awaitReady();
		this.database.awaitReady();
		this.bootstrapServers = "127.0.0.1:" + this.broker.port();
		this.jdbcUrl = new EmbeddedDatabase(directory, this.database.port()).jdbcUrl();
		Map<String, String> kafka = Map.of("spring.kafka.bootstrap-servers", this.bootstrapServers);
		Map<String, String> linked = Map.of("spring.kafka.bootstrap-servers", "127.0.0.1:" + this.link.port());
		Map<String, String> jdbc = Map.of("spring.datasource.url", this.jdbcUrl, "spring.datasource.username", "enrol",
				"spring.datasource.password", "enrol");
		int queryPort = Ports.free();
		this.commands = IntStream.range(0, commands).mapToObj((i) -> {
			String name = "command-" + i;
			return ServiceProcess.start("command-service", name, Ports.free(),
					ServiceProcess.merge((i == 0) ? linked : kafka, commandProperties,
							Map.of("registration.instance-id", name, "registration.query-service-url",
									"http://127.0.0.1:" + queryPort, "registration.partitions", "4",
									"registration.replication-factor", "1", "spring.kafka.streams.state-dir",
									this.stateDirectory.resolve(name).toString())),
					javaOptions);
		}).toList();
		this.projectors = IntStream.range(0, projectors)
			.mapToObj((i) -> ServiceProcess.start("projector-service", "projector-" + i, Ports.free(),
					ServiceProcess.merge(kafka, jdbc, Map.of("projection.replication-factor", "1")), javaOptions))
			.toList();
		this.query = ServiceProcess.start("query-service", "query", queryPort, jdbc);
		this.apis = this.commands.stream()
			.map((command) -> new UserApi(command.uri("/user/registration"), this.query.uri("/users")))
			.toList();
		try {
			services().forEach(ServiceProcess::awaitReady);
		}
		catch (IllegalStateException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Returns both APIs, by way of one of the command-services.
	 */
	UserApi api(int command) {
		return this.apis.get(command);
	}

	List<ServiceProcess> services() {
		List<ServiceProcess> all = new ArrayList<>(this.commands);
		all.addAll(this.projectors);
		all.add(this.query);
		return all;
	}

	@Override
	public void close() {
		services().forEach(ManagedProcess::close);
		this.database.close();
		this.broker.close();
		this.link.close();
	}

}
