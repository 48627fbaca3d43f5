/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.enrol.embedded.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

import static org.awaitility.Awaitility.await;

/**
 * Servers in containers, which Testcontainers removes when this JVM ends at the latest.
 */
class ContainerBackend implements Backends.Backend {

	private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.2.2");

	private static final DockerImageName MYSQL = DockerImageName.parse("mysql:8.4");

	private static final String PASSWORD = "test";

	/**
	 * Returns whether Docker is available and has, or can pull, the images. Machines with
	 * an engine but without access to a registry are common.
	 */
	static boolean isAvailable() {
		DockerClientFactory docker = DockerClientFactory.instance();
		if (!docker.isDockerAvailable()) {
			return false;
		}
		for (DockerImageName image : List.of(KAFKA, MYSQL)) {
			String name = ImageNameSubstitutor.instance().apply(image).asCanonicalNameString();
			try {
				docker.checkAndPullImage(docker.client(), name);
			}
			catch (RuntimeException ex) {
				System.out.println("Docker answers, but has no image " + name + ": " + ex.getMessage());
				return false;
			}
		}
		return true;
	}

	@Override
	public TestKafka newKafka() {
		return new Kafka();
	}

	@Override
	public TestDatabase newDatabase() {
		return new Database();
	}

	@Override
	public String toString() {
		return "the containers " + KAFKA + " and " + MYSQL;
	}

	/** Testcontainers picks a new port at each start, which clients would not find. */
	private static void fixPort(GenericContainer<?> container, int port) {
		container.setPortBindings(List.of(Ports.free() + ":" + port));
	}

	private static void stop(GenericContainer<?> container) {
		container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
	}

	private static void start(GenericContainer<?> container, Callable<Boolean> answers) {
		container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(answers);
	}

	private static final class Kafka implements TestKafka {

		private final KafkaContainer container = new KafkaContainer(KAFKA)
			.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
			.withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
			.withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");

		private Kafka() {
			fixPort(this.container, 9092);
			this.container.start();
		}

		@Override
		public String bootstrapServers() {
			return this.container.getBootstrapServers();
		}

		@Override
		public void stop() {
			ContainerBackend.stop(this.container);
		}

		@Override
		public void start() {
			ContainerBackend.start(this.container, this::answers);
		}

		private boolean answers() throws Exception {
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
				return !admin.describeCluster().nodes().get().isEmpty();
			}
		}

		@Override
		public void close() {
			this.container.stop();
		}

	}

	private static final class Database implements TestDatabase {

		private final MySQLContainer container = new MySQLContainer(MYSQL).withUsername("root").withPassword(PASSWORD);

		private final AtomicInteger schemas = new AtomicInteger();

		private Database() {
			fixPort(this.container, MySQLContainer.MYSQL_PORT);
			this.container.start();
		}

		@Override
		public Schema createSchema() {
			String name = "test_" + this.schemas.incrementAndGet();
			try (Connection connection = connect(); Statement statement = connection.createStatement()) {
				statement.execute("CREATE DATABASE " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException("The schema " + name + " cannot be created", ex);
			}
			return new Schema(jdbcUrl(name), "root", PASSWORD);
		}

		private Connection connect() throws SQLException {
			return DriverManager.getConnection(jdbcUrl(""), "root", PASSWORD);
		}

		private String jdbcUrl(String schema) {
			return "jdbc:mysql://" + this.container.getHost() + ":"
					+ this.container.getMappedPort(MySQLContainer.MYSQL_PORT) + "/" + schema
					+ "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
		}

		@Override
		public void stop() {
			ContainerBackend.stop(this.container);
		}

		@Override
		public void start() {
			ContainerBackend.start(this.container, this::answers);
		}

		private boolean answers() throws SQLException {
			try (Connection connection = connect()) {
				return connection.isValid(1);
			}
		}

	}

}
