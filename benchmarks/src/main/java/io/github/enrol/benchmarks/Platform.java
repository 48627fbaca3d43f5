/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.Ports;

import org.springframework.util.FileSystemUtils;

/**
 * Kafka and a database, each a process with its data in {@code target/data}, new for each
 * benchmark, and the processes that are started on them. The database is on disk with
 * each commit ({@code innodb_flush_log_at_trx_commit=1}); brokers leave that to the
 * operating system, as Kafka does everywhere.
 */
final class Platform implements AutoCloseable {

	private static final String DATABASE = "database";

	private static final Path DATA = Path.of("target", "data").toAbsolutePath();

	private static final Path BINARIES = Path.of("target", "mariadb").toAbsolutePath();

	/** Where whatever is kept for this run may be put. */
	final Path data;

	final Brokers brokers;

	final String bootstrapServers;

	final Build build;

	private final EmbeddedDatabase database;

	private final EmbeddedDatabase loggedDatabase;

	private final List<JavaProcess> started = new ArrayList<>();

	private final int queryPort = Ports.free();

	Platform() {
		this(Build.THIS);
	}

	/**
	 * Starts one, which may run beside that of another build.
	 */
	Platform(Build build) {
		this.build = build;
		this.data = DATA.resolve(build.name());
		this.database = new EmbeddedDatabase(this.data.resolve(DATABASE), BINARIES,
				Settings.number("database-port", 0));
		this.loggedDatabase = new EmbeddedDatabase(this.data.resolve("logged-database"), BINARIES, 0)
			.withOptions("--log-bin", "--binlog-format=ROW", "--server-id=1");
		try {
			FileSystemUtils.deleteRecursively(this.data);
			Files.createDirectories(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		this.brokers = new Brokers(build.name(), this.data.resolve("kafka"), build.listener());
		this.bootstrapServers = this.brokers.bootstrapServers();
		build.listener()
			.map(SecuredListener::certificate)
			.ifPresent((certificate) -> this.database.withOptions("--ssl-cert=" + certificate.pem(),
					"--ssl-key=" + certificate.key()));
		this.database.start();
		Kafka kafka = new Kafka(this.bootstrapServers);
		kafka.awaitBrokers(Brokers.count());
		build.listener()
			.ifPresent((listener) -> kafka.createAccount(SecuredListener.ACCOUNT, SecuredListener.PASSWORD));
	}

	/**
	 * A schema of its own, made if it is not there.
	 */
	Database schema(String name) {
		return new Database(this.database.createSchema(name));
	}

	/**
	 * A schema of a second server, started if it is not, which has a binary log. Those
	 * who need none need not pay for it.
	 */
	Database loggedSchema(String name) {
		this.loggedDatabase.start();
		return new Database(this.loggedDatabase.createSchema(name));
	}

	/**
	 * The schema that the services use.
	 */
	Database schema() {
		Database schema = new Database(this.database.jdbcUrl());
		return this.build.listener().isPresent() ? schema.encrypted() : schema;
	}

	/**
	 * How many partitions the topics of a benchmark have, where that is not what it is
	 * about.
	 */
	static int partitions() {
		return Settings.number("partitions", 4);
	}

	JavaProcess command(int instance, int partitions) {
		return command(instance, partitions, this.build.code("command-service"));
	}

	/**
	 * Starts a command-service.
	 * @param partitions of its topics, if they are not there
	 * @param code what {@code java} runs
	 */
	JavaProcess command(int instance, int partitions, List<String> code) {
		return command(instance, partitions, code, Map.of());
	}

	JavaProcess command(int instance, int partitions, Map<String, String> more) {
		return command(instance, partitions, this.build.code("command-service"), more);
	}

	JavaProcess command(int instance, int partitions, List<String> code, Map<String, String> more) {
		String name = "command-" + instance;
		Map<String, String> properties = new HashMap<>(more);
		properties.putAll(Map.of("spring.kafka.bootstrap-servers", this.bootstrapServers, "registration.instance-id",
				name, "registration.query-service-url", "http://" + Ports.LOOPBACK + ":" + this.queryPort,
				"registration.partitions", Integer.toString(partitions), "registration.replication-factor",
				Integer.toString(Brokers.count()), "spring.kafka.streams.state-dir",
				this.data.resolve(name).toString()));
		return start(name, Ports.free(), code, properties);
	}

	JavaProcess projector(Database database) {
		return projector(database, this.build.code("projector-service"));
	}

	JavaProcess projector(Database database, List<String> code) {
		Map<String, String> properties = new HashMap<>(database.properties());
		properties.put("spring.kafka.bootstrap-servers", this.bootstrapServers);
		properties.put("projection.replication-factor", Integer.toString(Brokers.count()));
		return start("projector", Ports.free(), code, properties);
	}

	JavaProcess query(Database database) {
		return query(database, this.build.code("query-service"));
	}

	JavaProcess query(Database database, List<String> code) {
		return query(database, code, this.queryPort);
	}

	/**
	 * Starts a query-service that no Location leads to, unless it is on the port that
	 * they have.
	 */
	JavaProcess query(Database database, List<String> code, int port) {
		return start("query", port, code, database.properties());
	}

	/**
	 * Starts a peer out of this module.
	 */
	JavaProcess peer(Class<?> application, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		// The command-service's configuration names others, which a peer does not have.
		all.put("management.endpoint.health.group.liveness.include", "livenessState");
		return start(application.getSimpleName(), Ports.free(), JavaProcess.code(application), all);
	}

	/**
	 * Starts a program out of this module that is no server.
	 */
	JavaProcess program(Class<?> program, Object... arguments) {
		List<String> all = new ArrayList<>(JavaProcess.code(program));
		Stream.of(arguments).map(Object::toString).forEach(all::add);
		return keep(JavaProcess.start(this.build.name() + "-" + program.getSimpleName(), 0, all));
	}

	private JavaProcess start(String name, int port, List<String> code, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		all.putAll(this.build.properties());
		return keep(JavaProcess.application(this.build.name() + "-" + name, port, code, all));
	}

	/**
	 * Will end it with all others.
	 */
	JavaProcess keep(JavaProcess process) {
		this.started.add(process);
		return process;
	}

	/**
	 * The server that the embedded database has started.
	 */
	Optional<ProcessHandle> databaseProcess() {
		String directory = this.data.resolve(DATABASE).toString();
		return ProcessHandle.current()
			.children()
			.filter((child) -> child.info().commandLine().orElse("").contains(directory))
			.findFirst();
	}

	/**
	 * Lets what is still going on come to rest.
	 */
	static void rest() {
		JavaProcess.pause(Duration.ofSeconds(1));
	}

	@Override
	public void close() {
		this.started.forEach(JavaProcess::close);
		this.database.close();
		this.loggedDatabase.close();
		if (this.brokers != null) {
			this.brokers.close();
		}
	}

}
