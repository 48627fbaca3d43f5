/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectorOnRealParts;
import io.github.enrol.testing.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The projector with a real broker and a real database.
 */
class ProjectionIntegrationTests extends ProjectorOnRealParts {

	@Test
	void eventsBecomeUsersAndTheCursorMoves() throws Exception {
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

	/**
	 * Registrations and erasures of few addresses at random, so that any order of them
	 * meets in one batch or in several.
	 */
	@Test
	void erasedUsersDisappearAndTheirAddressesCanComeBack() throws Exception {
		int letters = deadLetters().size();
		Random random = new Random(7);
		Map<String, String> expected = new TreeMap<>();
		int events = 600;
		List<Integer> sent = new ArrayList<>(List.of(0, 0, 0));
		try (ConfigurableApplicationContext projector = start()) {
			for (int i = 0; i < events; i++) {
				int partition = random.nextInt(PARTITIONS);
				String email = partition + "-" + random.nextInt(5) + "@example.com";
				String id = expected.remove(email);
				if (id != null) {
					producer.send(erasure(partition, id, email, i));
				}
				else {
					id = "01KAS3T8R5Y9M2V7QX5Z%06d".formatted(i);
					expected.put(email, id);
					producer.send(event(partition, id, "User " + i, email, i));
				}
				sent.set(partition, sent.get(partition) + 1);
				if (random.nextInt(50) == 0) {
					producer.flush();
					awaitEvents(sent.stream().mapToInt(Integer::intValue).sum());
				}
			}
			producer.flush();
			awaitEvents(events);
			assertThat(idsByAddress()).isEqualTo(expected);
			assertThat(cursor().stream().mapToLong((row) -> row.get(3)).sum()).isEqualTo(expected.size());
			int erasures = (events - expected.size()) / 2;
			assertThat(this.database.sql("SELECT COUNT(*) FROM user_erasures").query(Integer.class).single())
				.isEqualTo(erasures);
			MeterRegistry meters = projector.getBean(MeterRegistry.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(meters.counter("projection.erasures").count()).isEqualTo(erasures));
			assertThat(meters.counter("projection.users").count()).isEqualTo(events - erasures);
		}
		assertThat(deadLetters()).hasSize(letters);
	}

	/** One whose event was removed by compaction, or is a dead letter. */
	@Test
	void anErasureOfAUserWhoIsNotThereIsPassedOver() throws Exception {
		producer.send(erasure(0, "01KAS3T8R5Y9M2V7QX5Z000001", "a@example.com", 0));
		send(0, "B", "b@example.com", 1);
		// Another user of the address.
		producer.send(erasure(0, "01KAS3T8R5Y9M2V7QX5Z000002", "b@example.com", 2));
		producer.flush();
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(1);
			awaitEvents(3);
			assertThat(cursor()).contains(List.of(0L, 3L, 2L, 1L));
			assertThat(users()).extracting((user) -> user.get("name")).containsExactly("B");
		}
	}

	private void awaitEvents(int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.ignoreExceptions()
			.until(() -> cursor().stream().mapToLong((row) -> row.get(1)).sum() == count);
	}

	private Map<String, String> idsByAddress() {
		Map<String, String> ids = new TreeMap<>();
		this.database.sql("SELECT email_key, id FROM users").query((row) -> {
			ids.put(row.getString(1), row.getString(2));
		});
		return ids;
	}

	@Test
	void aRestartContinuesWithoutRepetition() throws Exception {
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
	void anEventThatCannotBeAppliedIsDeadLetteredAndBlocksNoOther() throws Exception {
		long before = deadLetters().size();
		send(0, "A", "a@example.com", 0);
		send(0, "Again", "a@example.com", 2);
		send(0, "n".repeat(101), "long@example.com", 3);
		String gone = "01KAS3T8R5Y9M2V7QX5Z000001";
		producer.send(event(0, gone, "Gone", "b@example.com", 4));
		producer.send(erasure(0, gone, "b@example.com", 5));
		send(0, "B", "b@example.com", 6);
		// Answers no command, so the command offset stays that of the last event that
		// does.
		producer.send(new ProducerRecord<>(UserEvents.TOPIC, 0, "poison@example.com", "poison".getBytes())).get();
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(2);
			assertThat(cursor()).contains(List.of(0L, 7L, 6L, 2L));
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
	void uncommittedEventsAreNotProjected() throws Exception {
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
	void resumesByItselfAfterADatabaseOutage() throws Exception {
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
	void aBacklogIsProjectedOnceWhateverHappensMeanwhile() throws Exception {
		int count = 20_000;
		int letters = deadLetters().size();
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(0);
		}
		for (int i = 0; i < count; i++) {
			producer.send(event(i % PARTITIONS, "User", "user" + i + "@example.com", i));
		}
		producer.flush();
		try (Connection connection = connect()) {
			connection.setAutoCommit(false);
			connection.createStatement().executeQuery("SELECT * FROM users FOR UPDATE");
			try (ConfigurableApplicationContext one = start()) {
				// One batch waits for the lock while others are read.
				Awaitility.await().until(() -> underWay("INSERT INTO users") > 0);
				try (ConfigurableApplicationContext two = start()) {
					Backends.database().stop();
					connection.abort(Runnable::run);
					Backends.database().start();
					Awaitility.await().until(() -> !users().isEmpty());
					one.close();
					awaitUsers(count);
				}
			}
		}
		assertThat(cursor().stream().mapToLong((row) -> row.get(1)).sum()).isEqualTo(count);
		assertThat(cursor().stream().mapToLong((row) -> row.get(3)).sum()).isEqualTo(count);
		assertThat(deadLetters()).hasSize(letters);
	}

	@Test
	void anOvertakenInstanceWritesNothing() throws Exception {
		send(0, "A", "a@example.com", 0);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(1);
			UserProjection projection = projector.getBean(UserProjection.class);
			ProducerRecord<String, byte[]> event = event(0, "Late", "late@example.com", 1);
			ConsumerRecord<String, byte[]> late = new ConsumerRecord<>(UserEvents.TOPIC, 0, 0, event.key(),
					event.value());
			event.headers().forEach(late.headers()::add);
			assertThatExceptionOfType(ProjectionCursor.CursorMovedException.class)
				.isThrownBy(() -> projection.apply(Batch.read(List.of(List.of(late)), Map.of(0, 0L))));
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
		this.database
			.sql("DROP TABLE users, user_erasures, projection_cursor, projection_status, flyway_schema_history")
			.update();
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(50);
		}
		assertThat(allRows()).isEqualTo(first);
	}

}
