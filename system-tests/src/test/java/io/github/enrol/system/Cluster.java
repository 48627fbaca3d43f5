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
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.Ports;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.TestDatabase.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The whole system, each part in its own process: brokers, a database, and instances of
 * the services, which have no more rights to it than deploy/mysql-accounts.sh gives.
 */
final class Cluster implements AutoCloseable {

	final Security security;

	/** The first command-service is connected by their links. */
	final Brokers brokers;

	final BackendProcess database;

	final List<ServiceProcess> commands;

	final List<ServiceProcess> projectors;

	final List<ServiceProcess> queries;

	/** Before pairs of instances, if it is installed. */
	final @Nullable Entrance entrance;

	/** Where links lead. */
	private final int entrancePort = Ports.free();

	private final List<UserApi> apis;

	final Path stateDirectory;

	final String jdbcUrl;

	final String bootstrapServers;

	private final Map<String, String> commandProperties;

	/** Of the services behind an entrance. */
	private final Map<String, String> edgeProperties;

	private final String[] javaOptions;

	Cluster(Path directory, Size size, Map<String, String> commandProperties, String... javaOptions) {
		this.commandProperties = commandProperties;
		this.javaOptions = javaOptions;
		this.stateDirectory = directory.resolve("streams");
		this.security = Security.in(directory);
		this.brokers = new Brokers(directory.resolve("kafka"), size.brokers, this.security);
		this.database = BackendProcess.mariaDb(directory.resolve("database"), this.security.ofDatabase());
		this.brokers.awaitReady();
		this.database.awaitReady();
		this.bootstrapServers = this.brokers.bootstrapServers();
		EmbeddedDatabase client = new EmbeddedDatabase(directory, this.database.port());
		this.jdbcUrl = client.jdbcUrl();
		Account.createAll(new Schema(this.jdbcUrl, client.username(), client.password()), this.security.ofAccounts());
		this.security.prepare(this.bootstrapServers, size.brokers);
		boolean behindEntrance = size.equals(Size.PAIRS) && Entrance.isInstalled();
		this.edgeProperties = behindEntrance ? Map.of("server.shutdown-delay", "3s") : Map.of();
		this.commands = IntStream.range(0, size.commands).mapToObj(this::startCommand).toList();
		this.projectors = IntStream.range(0, size.projectors).mapToObj(this::startProjector).toList();
		this.queries = IntStream.range(0, size.queries)
			.mapToObj((i) -> startQuery(i, (i == 0 && !behindEntrance) ? this.entrancePort : Ports.free()))
			.toList();
		this.apis = IntStream.range(0, size.commands).mapToObj(this::newApi).toList();
		this.entrance = behindEntrance ? new Entrance(this.entrancePort, this) : null;
		try {
			services().forEach(ServiceProcess::awaitReady);
			if (this.entrance != null) {
				this.entrance.awaitReady();
			}
		}
		catch (IllegalStateException ex) {
			close();
			throw ex;
		}
	}

	private ServiceProcess startCommand(int number) {
		String name = "command-" + number;
		return ServiceProcess.start("command-service", name, Ports.free(), ServiceProcess.merge(
				this.security.ofService("command-service"), this.edgeProperties, this.commandProperties,
				Map.of("spring.kafka.bootstrap-servers",
						(number == 0) ? this.brokers.linkedBootstrapServers() : this.brokers.serviceBootstrapServers(),
						"registration.instance-id", name, "registration.query-service-url",
						"http://127.0.0.1:" + this.entrancePort, "registration.partitions", "4",
						"registration.replication-factor", Integer.toString(this.brokers.all().size()),
						"spring.kafka.streams.state-dir", this.stateDirectory.resolve(name).toString())),
				this.javaOptions);
	}

	private ServiceProcess startProjector(int number) {
		return ServiceProcess.start("projector-service", "projector-" + number, Ports.free(),
				ServiceProcess.merge(this.security.ofService("projector-service"),
						Account.ofProjector(this.security.jdbcUrl(this.jdbcUrl)),
						Map.of("spring.kafka.bootstrap-servers", this.brokers.serviceBootstrapServers(),
								"projection.replication-factor", Integer.toString(this.brokers.all().size()))),
				this.javaOptions);
	}

	private ServiceProcess startQuery(int number, int port) {
		return ServiceProcess.start("query-service", "query-" + number, port,
				ServiceProcess.merge(this.security.ofService("query-service"), this.edgeProperties,
						Account.ofQueryService(this.security.jdbcUrl(this.jdbcUrl))));
	}

	/**
	 * Starts one more instance of each service, which no client calls.
	 */
	List<ServiceProcess> grow() {
		return List.of(startCommand(this.commands.size()), startProjector(this.projectors.size()),
				startQuery(this.queries.size(), Ports.free()));
	}

	private UserApi newApi(int command) {
		ServiceProcess query = this.queries.get(command % this.queries.size());
		return new UserApi(this.commands.get(command).uri("/user/registration"), query.uri("/users"), this.security);
	}

	/**
	 * Returns both APIs, by way of one of the command-services.
	 */
	UserApi api(int command) {
		return this.apis.get(command);
	}

	/**
	 * Returns both APIs by every way.
	 */
	List<UserApi> apis() {
		List<UserApi> all = new ArrayList<>(this.apis);
		if (this.entrance != null) {
			all.add(this.entrance.api());
		}
		return all;
	}

	List<ServiceProcess> services() {
		return Stream.of(this.commands, this.projectors, this.queries).flatMap(List::stream).toList();
	}

	/**
	 * Sends SIGKILL to all of it but the entrance, and starts it again.
	 */
	void killAndRestart() {
		List<ManagedProcess> all = new ArrayList<>(services());
		all.addAll(this.brokers.all());
		all.add(this.database);
		ManagedProcess.kill(all);
		all.forEach(ManagedProcess::restart);
		awaitReady();
	}

	void awaitReady() {
		this.brokers.awaitReady();
		this.database.awaitReady();
		services().forEach(ManagedProcess::awaitReady);
	}

	@Override
	public void close() {
		if (this.entrance != null) {
			this.entrance.close();
		}
		services().forEach(ManagedProcess::close);
		this.database.close();
		this.brokers.close();
	}

	/**
	 * How many of each.
	 */
	record Size(int brokers, int commands, int projectors, int queries) {

		/** Nothing alone; {@code -Dbrokers=1} is faster. */
		static final Size PAIRS = new Size(Integer.getInteger("brokers", 3), 2, 2, 2);

		/** The services on one broker. */
		static Size of(int commands, int projectors) {
			return new Size(1, commands, projectors, 1);
		}

	}

}
