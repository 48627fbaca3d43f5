/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventSerializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A projector with a real broker and a real database. Each test has its own topics and
 * tables.
 */
public abstract class ProjectorOnRealParts {

	protected static final int PARTITIONS = 3;

	private static final AtomicInteger ids = new AtomicInteger();

	protected static TestKafka kafka;

	protected static KafkaProducer<String, byte[]> producer;

	protected TestDatabase.Schema schema;

	protected JdbcClient database;

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void startKafka() {
		kafka = Backends.newKafka();
	}

	@AfterAll
	static void stopKafka() throws Exception {
		kafka.close();
	}

	@BeforeEach
	void emptyTopicAndTables() throws Exception {
		replaceLog();
		this.schema = Backends.database().createSchema();
		this.database = JdbcClient
			.create(new DriverManagerDataSource(this.schema.jdbcUrl(), this.schema.username(), this.schema.password()));
	}

	/**
	 * Creates {@code user-events} again, and a producer: the old one may hold on to the
	 * id of a topic that was deleted, until its records expire.
	 */
	protected static void replaceLog() throws Exception {
		try (Admin admin = admin()) {
			if (admin.listTopics().names().get().contains(UserEvents.TOPIC)) {
				TestTopics.delete(admin, List.of(UserEvents.TOPIC));
			}
			TestTopics.create(admin, new NewTopic(UserEvents.TOPIC, PARTITIONS, (short) 1));
		}
		producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
				new StringSerializer(), new ByteArraySerializer());
	}

	@AfterEach
	protected void closeProducer() {
		producer.close(Duration.ofSeconds(5));
	}

	protected ConfigurableApplicationContext start(String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
						"--projection.replication-factor=1", "--spring.datasource.url=" + this.schema.jdbcUrl(),
						"--spring.datasource.username=" + Account.PROJECTOR.username(),
						"--spring.datasource.password=" + Account.password(),
						"--spring.flyway.user=" + Account.MIGRATION.username(),
						"--spring.flyway.password=" + Account.password(),
						"--spring.kafka.consumer.group-id=" + this.schema.jdbcUrl().hashCode()));
		arguments.addAll(List.of(more));
		return ProjectorServiceApplication.application().run(arguments.toArray(String[]::new));
	}

	protected Connection connect() throws SQLException {
		return DriverManager.getConnection(this.schema.jdbcUrl(), this.schema.username(), this.schema.password());
	}

	/**
	 * Returns the number of running statements with this beginning.
	 */
	protected long underWay(String beginning) {
		return this.database.sql("""
				SELECT COUNT(*) FROM information_schema.processlist
				WHERE db = DATABASE() AND info LIKE ?""").param(beginning + '%').query(Long.class).single();
	}

	protected List<String> tables() {
		return this.database
			.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() "
					+ "ORDER BY table_name")
			.query(String.class)
			.list();
	}

	protected static void send(int partition, String username, String email, long commandOffset) throws Exception {
		producer.send(event(partition, username, email, commandOffset)).get();
	}

	protected static ProducerRecord<String, byte[]> event(int partition, String username, String email,
			long commandOffset) {
		String id = "01KAS3T8R5Y9M2V7QX4Z%06d".formatted(ids.incrementAndGet());
		return event(partition, id, username, email, commandOffset);
	}

	protected static ProducerRecord<String, byte[]> event(int partition, String id, String username, String email,
			long commandOffset) {
		UserEvent event = new UserRegistered(id, username, email, Instant.parse("2026-11-23T12:00:00.123Z"));
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, commandOffset);
		byte[] value = new UserEventSerializer().serialize(UserEvents.TOPIC, headers, event);
		return new ProducerRecord<>(UserEvents.TOPIC, partition, email.toLowerCase(Locale.ROOT), value, headers);
	}

	protected static ProducerRecord<String, byte[]> erasure(int partition, String id, String email,
			long commandOffset) {
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, commandOffset);
		byte[] value = new UserEventSerializer().serialize(UserEvents.TOPIC, headers,
				new UserErased(id, Instant.parse("2026-11-27T12:00:00.123Z")));
		return new ProducerRecord<>(UserEvents.TOPIC, partition, email.toLowerCase(Locale.ROOT), value, headers);
	}

	/**
	 * Waits until the projector has made its tables, which takes several changes, and has
	 * that many users.
	 */
	protected void awaitUsers(int count) {
		Awaitility.await().atMost(Duration.ofMinutes(3)).ignoreExceptions().untilAsserted(() -> {
			assertThat(cursor()).isNotEmpty();
			assertThat(this.database.sql("SELECT COUNT(*) FROM users").query(Integer.class).single()).isEqualTo(count);
		});
	}

	protected List<Map<String, Object>> users() {
		return this.database.sql("SELECT name, email, email_key, CAST(created_at AS CHAR) AS created_at FROM users")
			.query()
			.listOfRows();
	}

	protected List<List<Long>> cursor() {
		return this.database.sql("SELECT topic_partition, next_offset, command_offset, users FROM projection_cursor")
			.query((row, number) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
			.list();
	}

	protected List<List<String>> allRows() {
		List<List<String>> rows = new ArrayList<>();
		for (String table : List.of("users ORDER BY id", "projection_cursor ORDER BY topic_partition")) {
			rows.addAll(this.database.sql("SELECT * FROM " + table).query((row, number) -> {
				List<String> columns = new ArrayList<>();
				for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
					columns.add(new String(row.getBytes(i), StandardCharsets.UTF_8));
				}
				return columns;
			}).list());
		}
		return rows;
	}

	protected static List<ConsumerRecord<String, String>> deadLetters() throws Exception {
		try (Admin admin = admin()) {
			if (!admin.listTopics().names().get().contains(UserEvents.DEAD_LETTER_TOPIC)) {
				return List.of();
			}
		}
		return WholeTopic.read(kafka.bootstrapServers(), UserEvents.DEAD_LETTER_TOPIC, new StringDeserializer());
	}

	protected static Admin admin() {
		return Admin.create(Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
	}

	protected void awaitReady(ConfigurableApplicationContext instance) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(get(instance, "health/readiness").statusCode()).isEqualTo(200));
	}

	protected void awaitState(ConfigurableApplicationContext instance, String state) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(get(instance, "rebuild").body()).contains("\"state\":\"" + state + '"'));
	}

	protected HttpResponse<String> get(ConfigurableApplicationContext instance, String path) throws Exception {
		return this.http.send(request(instance, path).build(), BodyHandlers.ofString());
	}

	protected HttpResponse<String> post(ConfigurableApplicationContext instance, String path) throws Exception {
		return this.http.send(request(instance, path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext instance, String path) {
		String port = instance.getEnvironment().getProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path));
	}

}
