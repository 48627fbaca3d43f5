/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import io.github.enrol.command.CommandServiceApplication;
import io.github.enrol.embedded.Ports;
import io.github.enrol.projector.ProjectorServiceApplication;
import io.github.enrol.query.QueryServiceApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;

/**
 * The three services in this JVM, with any Kafka and any database.
 */
final class InProcessServices implements AutoCloseable {

	static final Executor NEW_THREADS = (task) -> new Thread(task, "start").start();

	private static final String STREAMS_MEMBER = "spring.kafka.streams.properties.main.consumer.group.instance.id";

	private static final String CONSUMER_MEMBER = "spring.kafka.consumer.properties.group.instance.id";

	private final Service command;

	private final Service projector;

	private final Service query;

	private final @Nullable Tokens tokens;

	/**
	 * Creates the services; {@link #start} starts them.
	 */
	InProcessServices(Settings settings) {
		this.tokens = settings.tokens();
		Map<String, Object> security = (this.tokens != null) ? this.tokens.properties() : Map.of();
		Map<String, Object> kafka = Map.of("spring.kafka.bootstrap-servers", settings.bootstrapServers());
		Map<String, Object> database = Map.of("spring.datasource.url", settings.jdbcUrl(), "spring.datasource.username",
				settings.username(), "spring.datasource.password", settings.password());
		this.command = new Service("command-service", CommandServiceApplication::application,
				settings.commandServicePort(),
				merged(security, kafka, excluding(DataSourceAutoConfiguration.class),
						calledByPagesAt(settings.queryServicePort()),
						Map.of(STREAMS_MEMBER, member(settings.commandServicePort()), "spring.kafka.streams.state-dir",
								settings.stateDirectory(), "registration.partitions", 4,
								"registration.replication-factor", 1, "registration.query-service-url",
								url(settings.queryServicePort()))));
		this.projector = new Service("projector-service", ProjectorServiceApplication::application,
				settings.projectorServicePort(),
				merged(security, kafka, database, excluding(DataJdbcRepositoriesAutoConfiguration.class),
						calledByPagesAt(settings.queryServicePort()), Map.of(CONSUMER_MEMBER,
								member(settings.projectorServicePort()), "projection.replication-factor", 1)));
		this.query = new Service("query-service", QueryServiceApplication::application, settings.queryServicePort(),
				merged(security, database, excluding(KafkaAutoConfiguration.class),
						Map.of("query.command-service-url", url(settings.commandServicePort()),
								"query.projector-service-url", url(settings.projectorServicePort()))));
	}

	/**
	 * Returns how pages of the query-service, and of no other origin, may call the other
	 * services. A browser knows this machine by two names.
	 */
	private static Map<String, Object> calledByPagesAt(int port) {
		return Map.of("server.cors.allowed-origins", url(port) + ",http://localhost:" + port);
	}

	/**
	 * Each service expects its own class path. Here they share one, on which Spring Boot
	 * finds more than a service needs: auto-configuration that others bring along is
	 * excluded, and what builds on it backs off by itself.
	 */
	private static Map<String, Object> excluding(Class<?> autoConfiguration) {
		return Map.of("spring.autoconfigure.exclude", autoConfiguration.getName());
	}

	/**
	 * With a stable name, a restart is the same group member and takes over at once.
	 * Otherwise it would wait until the group expels the killed member.
	 */
	private static String member(int port) {
		return "standalone-" + port;
	}

	private static String url(int port) {
		return "http://" + Ports.LOOPBACK + ":" + port;
	}

	@SafeVarargs
	private static Map<String, Object> merged(Map<String, Object>... parts) {
		Map<String, Object> all = new LinkedHashMap<>();
		List.of(parts).forEach(all::putAll);
		return all;
	}

	/**
	 * Starts each service as soon as its dependencies are available, and returns when all
	 * three are ready.
	 */
	void start(CompletableFuture<?> kafka, CompletableFuture<?> database, Stages stages) {
		CompletableFuture<?> commandStart = kafka.thenRunAsync(stages.timed("command-service", this.command::start),
				NEW_THREADS);
		CompletableFuture<?> queryStart = database.thenRunAsync(stages.timed("query-service", this.query::start),
				NEW_THREADS);
		// The command-service creates the topic that the projector reads.
		CompletableFuture<?> projectorStart = CompletableFuture.allOf(commandStart, database)
			.thenRunAsync(stages.timed("projector-service", this.projector::start), NEW_THREADS);
		try {
			CompletableFuture.allOf(commandStart, queryStart, projectorStart).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
		stages.timed("readiness", () -> List.of(this.command, this.projector, this.query).forEach(Service::awaitReady))
			.run();
	}

	/**
	 * Says whether a user with this address can be read, if anything can.
	 */
	boolean isRegistered(String email) {
		try {
			HttpResponse<String> users = this.query.get("/users?email=" + email,
					(this.tokens != null) ? this.tokens.token(Tokens.READ) : null);
			return users.statusCode() == 200 && !users.body().contains("\"count\":0");
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	URI commandService() {
		return this.command.url();
	}

	URI projectorService() {
		return this.projector.url();
	}

	URI queryService() {
		return this.query.url();
	}

	/**
	 * Stops them in the order of the data flow: registered users are still projected, and
	 * projected ones can still be read.
	 */
	@Override
	public void close() {
		List.of(this.command, this.projector, this.query).forEach(Service::close);
	}

	/**
	 * The services' backends and ports, all on 127.0.0.1.
	 *
	 * @param bootstrapServers of Kafka
	 * @param jdbcUrl of the read model's schema
	 * @param username for the database
	 * @param password for the database
	 * @param stateDirectory of the command-service; it can be rebuilt from Kafka
	 * @param commandServicePort for registrations
	 * @param queryServicePort for reading users
	 * @param projectorServicePort for the projector's health and metrics
	 * @param tokens that the services ask for; null if they ask for none
	 */
	record Settings(String bootstrapServers, String jdbcUrl, String username, String password, Path stateDirectory,
			int commandServicePort, int queryServicePort, int projectorServicePort, @Nullable Tokens tokens) {

	}

}
