package io.github.enrol.projector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventSerializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase;
import io.github.enrol.testing.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The projector on a real broker and a real database. Each test has topics and tables of
 * its own.
 */
class ProjectionIntegrationTests {

	private static final int PARTITIONS = 3;

	private static final AtomicInteger ids = new AtomicInteger();

	private static TestKafka kafka;

	private static KafkaProducer<String, byte[]> producer;

	private TestDatabase.Schema schema;

	private JdbcClient database;

	@BeforeAll
	static void startKafka() {
		kafka = Backends.newKafka();
		producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
				new StringSerializer(), new ByteArraySerializer());
	}

	@AfterAll
	static void stopKafka() throws Exception {
		producer.close();
		kafka.close();
	}

	@BeforeEach
	void emptyTopicAndTables() throws Exception {
		try (Admin admin = admin()) {
			if (admin.listTopics().names().get().contains(UserEvents.TOPIC)) {
				admin.deleteTopics(List.of(UserEvents.TOPIC)).all().get();
				Awaitility.await().until(() -> !admin.listTopics().names().get().contains(UserEvents.TOPIC));
			}
			admin.createTopics(List.of(new NewTopic(UserEvents.TOPIC, PARTITIONS, (short) 1))).all().get();
		}
		this.schema = Backends.database().createSchema();
		this.database = JdbcClient
			.create(new DriverManagerDataSource(this.schema.jdbcUrl(), this.schema.username(), this.schema.password()));
	}

	@Test
	void eventsBecomeUsersAndTheCursorSaysHowFar() throws Exception {
		TimeZone zone = TimeZone.getDefault();
		try (ConfigurableApplicationContext projector = start()) {
			TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
			send(0, "Zoë😀", "Zoe@Example.com", 17);
			send(0, "A", "a@example.com", 18);
			send(2, "B", "b@example.com", 5);
			awaitUsers(3);
			assertThat(users()).contains(Map.of("name", "Zoë😀", "email", "Zoe@Example.com", "email_key",
					"zoe@example.com", "created_at", "2026-11-23 12:00:00.123"));
			assertThat(cursor()).containsExactlyInAnyOrder(List.of(0L, 2L, 18L, 2L), List.of(1L, 0L, -1L, 0L),
					List.of(2L, 1L, 5L, 1L));
		}
		finally {
			TimeZone.setDefault(zone);
		}
	}

	@Test
	void goesOnWhereItWasAndRepeatsNothing() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "A", "a@example.com", 0);
			awaitUsers(1);
		}
		send(0, "B", "b@example.com", 1);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(2);
			assertThat(cursor()).contains(List.of(0L, 2L, 1L, 2L));
		}
	}

	@Test
	void anEventThatCannotBeAppliedIsDeadLetteredAndDoesNotStopTheOthers() throws Exception {
		long before = deadLetters().size();
		send(0, "A", "a@example.com", 0);
		producer.send(new ProducerRecord<>(UserEvents.TOPIC, 0, "poison@example.com", "poison".getBytes())).get();
		send(0, "Again", "a@example.com", 2);
		send(0, "n".repeat(101), "long@example.com", 3);
		send(0, "B", "b@example.com", 4);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(2);
			assertThat(cursor()).contains(List.of(0L, 5L, 4L, 2L));
			assertThat(projector.getBean(MeterRegistry.class).counter("projection.dead.letters").count()).isEqualTo(3);
			List<ConsumerRecord<String, String>> letters = deadLetters();
			assertThat(letters).hasSize((int) before + 3);
			assertThat(letters.subList((int) before, letters.size())).allSatisfy((letter) -> {
				assertThat(letter.headers().lastHeader("kafka_dlt-exception-message").value()).isNotEmpty();
				assertThat(letter.headers().lastHeader("kafka_dlt-original-offset").value()).hasSize(8);
			}).extracting(ConsumerRecord::key).contains("poison@example.com", "a@example.com", "long@example.com");
		}
	}

	@Test
	void whatWasNotCommittedIsNotProjected() throws Exception {
		try (ConfigurableApplicationContext projector = start();
				KafkaProducer<String, byte[]> transactional = new KafkaProducer<>(
						Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
								ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test"),
						new StringSerializer(), new ByteArraySerializer())) {
			transactional.initTransactions();
			transactional.beginTransaction();
			transactional.send(event(0, "Aborted", "aborted@example.com", 0)).get();
			transactional.abortTransaction();
			transactional.beginTransaction();
			transactional.send(event(0, "Committed", "committed@example.com", 1)).get();
			transactional.commitTransaction();
			awaitUsers(1);
			assertThat(users()).extracting((user) -> user.get("name")).containsExactly("Committed");
		}
	}

	@Test
	void withoutTheDatabaseItWaitsAndThenGoesOnByItself() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "Before", "before@example.com", 0);
			awaitUsers(1);
			Backends.database().stop();
			for (int i = 0; i < 20; i++) {
				send(i % PARTITIONS, "During", "during" + i + "@example.com", i + 1);
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(projector.getBean(ProjectionHealthIndicator.class).health().getStatus())
					.isEqualTo(Status.OUT_OF_SERVICE));
			Backends.database().start();
			awaitUsers(21);
			Awaitility.await()
				.untilAsserted(() -> assertThat(projector.getBean(ProjectionHealthIndicator.class).health().getStatus())
					.isEqualTo(Status.UP));
		}
	}

	@Test
	void aStartBeforeDatabaseAndKafkaWaitsForBoth() throws Exception {
		send(0, "Early", "early@example.com", 0);
		Backends.database().stop();
		kafka.stop();
		try (ConfigurableApplicationContext projector = start()) {
			assertThat(projector.getBean(ProjectionHealthIndicator.class).health().getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE);
			Backends.database().start();
			kafka.start();
			awaitUsers(1);
		}
	}

	@Test
	void severalInstancesShareTheWork() throws Exception {
		try (ConfigurableApplicationContext one = start(); ConfigurableApplicationContext two = start()) {
			for (int i = 0; i < 300; i++) {
				send(i % PARTITIONS, "User", "user" + i + "@example.com", i);
			}
			awaitUsers(300);
			one.close();
			for (int i = 300; i < 330; i++) {
				send(i % PARTITIONS, "User", "user" + i + "@example.com", i);
			}
			awaitUsers(330);
			assertThat(cursor().stream().mapToLong((row) -> row.get(3)).sum()).isEqualTo(330);
		}
	}

	@Test
	void anInstanceThatWasOvertakenWritesNothing() throws Exception {
		send(0, "A", "a@example.com", 0);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(1);
			UserProjection projection = projector.getBean(UserProjection.class);
			ConsumerRecord<String, byte[]> late = new ConsumerRecord<>(UserEvents.TOPIC, 0, 0, "late@example.com",
					"{}".getBytes());
			assertThatExceptionOfType(ProjectionCursor.CursorMovedException.class)
				.isThrownBy(() -> projection.apply(List.of(late), Map.of(0, 0L)));
			assertThat(cursor()).contains(List.of(0L, 1L, 0L, 1L));
		}
	}

	@Test
	void aRebuildGivesTheSameBytes() throws Exception {
		for (int i = 0; i < 50; i++) {
			send(i % PARTITIONS, "User " + i, "User" + i + "@example.com", i);
		}
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(50);
		}
		List<List<String>> first = allRows();
		this.database.sql("DROP TABLE users, projection_cursor, flyway_schema_history").update();
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(50);
		}
		assertThat(allRows()).isEqualTo(first);
	}

	private ConfigurableApplicationContext start() {
		return ProjectorServiceApplication.application()
			.run("--server.port=0", "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
					"--projection.replication-factor=1", "--spring.datasource.url=" + this.schema.jdbcUrl(),
					"--spring.datasource.username=" + this.schema.username(),
					"--spring.datasource.password=" + this.schema.password(),
					"--spring.kafka.consumer.group-id=" + this.schema.jdbcUrl().hashCode());
	}

	private static void send(int partition, String username, String email, long commandOffset) throws Exception {
		producer.send(event(partition, username, email, commandOffset)).get();
	}

	private static ProducerRecord<String, byte[]> event(int partition, String username, String email,
			long commandOffset) {
		String id = "01KAS3T8R5Y9M2V7QX4Z%06d".formatted(ids.incrementAndGet());
		UserEvent event = new UserRegistered(id, username, email, Instant.parse("2026-11-23T12:00:00.123Z"));
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, commandOffset);
		byte[] value = new UserEventSerializer().serialize(UserEvents.TOPIC, headers, event);
		return new ProducerRecord<>(UserEvents.TOPIC, partition, email.toLowerCase(Locale.ROOT), value, headers);
	}

	private void awaitUsers(int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.untilAsserted(
					() -> assertThat(this.database.sql("SELECT COUNT(*) FROM users").query(Integer.class).single())
						.isEqualTo(count));
	}

	private List<Map<String, Object>> users() {
		return this.database.sql("SELECT name, email, email_key, CAST(created_at AS CHAR) AS created_at FROM users")
			.query()
			.listOfRows();
	}

	private List<List<Long>> cursor() {
		return this.database.sql("SELECT topic_partition, next_offset, command_offset, users FROM projection_cursor")
			.query((row, number) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
			.list();
	}

	private List<List<String>> allRows() {
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

	private static List<ConsumerRecord<String, String>> deadLetters() throws Exception {
		try (Admin admin = admin()) {
			if (!admin.listTopics().names().get().contains(UserEvents.DEAD_LETTER_TOPIC)) {
				return List.of();
			}
		}
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()), new StringDeserializer(),
				new StringDeserializer())) {
			var partitions = consumer.partitionsFor(UserEvents.DEAD_LETTER_TOPIC)
				.stream()
				.map((info) -> new TopicPartition(info.topic(), info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			var ends = consumer.endOffsets(partitions);
			List<ConsumerRecord<String, String>> letters = new ArrayList<>();
			while (partitions.stream().anyMatch((partition) -> consumer.position(partition) < ends.get(partition))) {
				consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
			}
			return letters;
		}
	}

	private static Admin admin() {
		return Admin.create(Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
	}

}
