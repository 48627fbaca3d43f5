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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.enrol.embedded.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.core.NestedExceptionUtils;
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

	private static final DockerImageName KAFKA = image("kafka", "apache/kafka:4.2.2");

	private static final DockerImageName MYSQL = image("mysql", "mysql:8.4");

	/** Longer than an engine on a busy machine needs to say what it has. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String PASSWORD = "test";

	/**
	 * The image to use for a part, which {@code enrol.test.image.PART} names.
	 */
	private static DockerImageName image(String part, String usual) {
		String name = System.getProperty("enrol.test.image." + part, usual);
		return DockerImageName.parse(name).asCompatibleSubstituteFor(usual.replaceFirst(":.*", ""));
	}

	/**
	 * What keeps containers from being used; empty if nothing does. Nothing is pulled for
	 * the answer, and an engine that does not give it in time is an obstacle too:
	 * Testcontainers itself pulls images to get to know the engine, and a machine without
	 * access to a registry waits minutes for them.
	 */
	static Optional<String> obstacle() {
		CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
		Thread asking = new Thread(() -> {
			try {
				answer.complete(missing());
			}
			catch (Throwable ex) {
				answer.complete(Optional
					.of("Docker cannot be used (" + NestedExceptionUtils.getMostSpecificCause(ex).getMessage() + ")"));
			}
		}, "docker-check");
		asking.setDaemon(true);
		asking.start();
		return answer
			.completeOnTimeout(Optional.of("Docker did not get ready within " + PATIENCE.toSeconds() + " s"),
					PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
			.join();
	}

	private static Optional<String> missing() {
		DockerClientFactory docker = DockerClientFactory.instance();
		if (!docker.isDockerAvailable()) {
			return Optional.of("Docker does not answer");
		}
		return Stream.of(KAFKA, MYSQL)
			.map((image) -> ImageNameSubstitutor.instance().apply(image).asCanonicalNameString())
			.filter((image) -> docker.client().listImagesCmd().withImageNameFilter(image).exec().isEmpty())
			.findFirst()
			.map((image) -> "Docker has no image " + image + "; docker pull " + image + " gets it");
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

	/**
	 * Kafka runs below a shell, which passes no signal on: it is killed after that
	 * second.
	 */
	private static void stop(GenericContainer<?> container) {
		container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(1).exec();
	}

	private static void start(GenericContainer<?> container, Callable<Boolean> answers) {
		container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
		awaitAnswer(answers);
	}

	private static void awaitAnswer(Callable<Boolean> answers) {
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(answers);
	}

	private static final class Kafka implements TestKafka {

		/**
		 * The usual one runs the script that Testcontainers copies while it may still be
		 * written: "Text file busy", status 126 (testcontainers-java#11682).
		 */
		private static final String START = """
				script=/tmp/testcontainers_start.sh
				until [ -s $script ]; do sleep 0.1; done
				until $script; status=$?; [ $status != 126 ]; do sleep 0.1; done
				exit $status
				""";

		private final KafkaContainer container = new KafkaContainer(KAFKA).withCommand("sh", "-c", START)
			.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
			.withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
			.withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
			.withEnv("KAFKA_LOG_CLEANER_BACKOFF_MS", "1000")
			// One that is killed cannot come back before its session has ended.
			.withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000")
			.withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500")
			// It lives for seconds, like the JVMs of the tests.
			.withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
			.withEnv("KAFKA_HEAP_OPTS", "-Xmx256m");

		private Kafka() {
			fixPort(this.container, 9092);
			this.container.start();
			// The log that Testcontainers waits for may come before the port is open, and
			// Docker's proxy accepts connections from the first moment on.
			awaitAnswer(this::answers);
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
			return Account.createAll(new Schema(jdbcUrl(name), "root", PASSWORD));
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
