/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.enrol.command.CommandServiceApplication;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.embedded.Ports;
import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectorServiceApplication;
import io.github.enrol.query.QueryServiceApplication;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.KafkaSecurity;
import io.github.enrol.testing.SecuredKafka;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.kubernetes.KafkaRight;
import io.github.enrol.testing.kubernetes.KafkaTopics;
import io.github.enrol.testing.kubernetes.Manifest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * The services with the environment, the topics and the accounts of the manifests, on a
 * broker with TLS, passwords and rights. It differs from a cluster in addresses, and in
 * the numbers of brokers and partitions.
 */
final class SecuredPipeline implements AutoCloseable {

	static final int PARTITIONS = 2;

	private static final String PASSWORD = "of-the-test";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path directory;

	private final SecuredKafka kafka = SecuredKafka.encrypted();

	private final Schema schema = Backends.database().createSchema();

	private final int queryPort = Ports.free();

	/** Of nobody in the table; may do everything. */
	private final KafkaProducer<String, String> producer;

	SecuredPipeline(Path directory) throws Exception {
		this.directory = directory;
		for (String account : KafkaRight.accounts()) {
			this.kafka.setPassword(account, PASSWORD);
		}
		TestTopics.create(this.kafka.admin(), KafkaTopics.all(PARTITIONS, 1));
		this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", this.kafka.superUserBootstrapServers()),
				new StringSerializer(), new StringSerializer());
	}

	SecuredKafka kafka() {
		return this.kafka;
	}

	ConfigurableApplicationContext startCommandService() {
		return environment("StatefulSet", "command-service").run(CommandServiceApplication.application(),
				"--server.port=0", "--server.shutdown-delay=0s", "--registration.replication-factor=1",
				"--spring.kafka.streams.state-dir=" + this.directory.resolve("streams"),
				"--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
	}

	ConfigurableApplicationContext startProjectorService() {
		return environment("Deployment", "projector-service").run(ProjectorServiceApplication.application(),
				"--server.port=0", "--projection.replication-factor=1", "--projection.max-retry-interval=200ms",
				"--spring.autoconfigure.exclude=" + DataJdbcRepositoriesAutoConfiguration.class.getName());
	}

	ConfigurableApplicationContext startQueryService() {
		return environment("Deployment", "query-service").run(QueryServiceApplication.application(),
				"--server.port=" + this.queryPort, "--server.shutdown-delay=0s",
				"--spring.autoconfigure.exclude=" + KafkaAutoConfiguration.class.getName());
	}

	private ServiceEnvironment environment(String kind, String service) {
		String url = this.schema.jdbcUrl().replaceAll("^jdbc:mysql://|\\?.*", "");
		return new ServiceEnvironment(Manifest.of("base", kind, service),
				Map.ofEntries(Map.entry("metadata.name", service + "-0"),
						Map.entry("enrol/kafka", this.kafka.bootstrapServers()), Map.entry("enrol/database", url),
						Map.entry("enrol/database-tls", "sslMode=PREFERRED"),
						Map.entry("enrol/query-service-url", "http://127.0.0.1:" + this.queryPort),
						Map.entry("enrol/command-service-url", "http://127.0.0.1"),
						Map.entry("enrol/issuer", "https://login.example.com"),
						Map.entry(service + "/sasl.jaas.config", KafkaSecurity.jaasConfig(service, PASSWORD)),
						Map.entry("enrol-database/migration-password", Account.password()),
						Map.entry("enrol-database/projector-password", Account.password()),
						Map.entry("enrol-database/query-password", Account.password())),
				Map.of("/etc/enrol/kafka", this.kafka.directory().toString()))
			// Tokens are another test's.
			.without("SECURITY_JWT_ISSUER");
	}

	/**
	 * Writes a command, or what is none, as if an instance that no longer waits for the
	 * reply had done so.
	 */
	RecordMetadata send(String key, String command) throws Exception {
		ProducerRecord<String, String> record = new ProducerRecord<>(CommandRecords.COMMANDS_TOPIC, key, command);
		record.headers()
			.add(KafkaHeaders.CORRELATION_ID, new byte[CommandRecords.CORRELATION_ID_LENGTH])
			.add(KafkaHeaders.REPLY_PARTITION, ByteBuffer.allocate(Integer.BYTES).array());
		return this.producer.send(record).get();
	}

	void sendUnreadableEvent() throws Exception {
		this.producer.send(new ProducerRecord<>(UserEvents.TOPIC, "key", "no event")).get();
	}

	/**
	 * Writes the properties of an account's client, as for Kafka's own tools.
	 */
	Path clientProperties(String account) {
		try {
			return Files.writeString(this.directory.resolve(account + ".properties"),
					this.kafka.ownClientProperties(account, PASSWORD)
						.entrySet()
						.stream()
						.map((property) -> property.getKey() + "=" + property.getValue())
						.collect(Collectors.joining("\n")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int register(ConfigurableApplicationContext commandService, String email) throws Exception {
		return post(commandService, "/user/registration", "application/json",
				"{\"username\":\"User\",\"email\":\"" + email + "\"}")
			.statusCode();
	}

	HttpResponse<String> post(ConfigurableApplicationContext service, String path, String type, String body)
			throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri(service, path))
			.header("Content-Type", type)
			.POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	HttpResponse<String> get(ConfigurableApplicationContext service, String path) throws Exception {
		return get(uri(service, path));
	}

	HttpResponse<String> get(URI uri) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	int health(ConfigurableApplicationContext service, String group) throws Exception {
		return get(service, "/actuator/health/" + group).statusCode();
	}

	void awaitReady(ConfigurableApplicationContext service) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> health(service, "readiness") == 200);
	}

	private static URI uri(ConfigurableApplicationContext service, String path) {
		return URI.create("http://127.0.0.1:"
				+ Optional.ofNullable(service.getEnvironment().getProperty("local.server.port")).orElseThrow() + path);
	}

	@Override
	public void close() {
		this.producer.close(Duration.ZERO);
		this.kafka.close();
	}

}
