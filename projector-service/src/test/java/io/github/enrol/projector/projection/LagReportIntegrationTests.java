/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectorOnRealParts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the database says about the lag, with a real broker and a real database.
 */
@ExtendWith(OutputCaptureExtension.class)
class LagReportIntegrationTests extends ProjectorOnRealParts {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final String MISSED = "may hold users who were erased";

	@Test
	void theStatusFollowsTheProjectionAndStandsStillWithoutIt() throws Exception {
		try (ConfigurableApplicationContext projector = start("--projection.status-interval=100ms")) {
			awaitStatus();
			// Each commit leaves a marker behind the event.
			sendCommitted(0, 2);
			awaitUsers(2);
			Awaitility.await().atMost(SOON).untilAsserted(() -> {
				assertThat(status()).hasSize(PARTITIONS)
					.allSatisfy((row) -> assertThat(row.end).isEqualTo(row.next))
					.allSatisfy((row) -> assertThat(row.caughtUpAt).isEqualTo(row.asOf));
				assertThat(status()).extracting(Row::next)
					.containsExactlyElementsOf(cursor().stream().map((row) -> row.get(1)).toList());
				assertThat(status()).filteredOn((row) -> row.next > 0)
					.extracting(Row::movedAt)
					.hasSize(1)
					.doesNotContainNull();
			});
			LocalDateTime before = status().get(0).asOf;
			Awaitility.await().atMost(SOON).until(() -> status().get(0).asOf.isAfter(before));
		}
		List<Row> last = status();
		sendCommitted(1, 1);
		assertThat(status()).isEqualTo(last);
		try (ConfigurableApplicationContext projector = start("--projection.status-interval=100ms")) {
			Awaitility.await().atMost(SOON).until(() -> status().get(1).movedAt != null);
			assertThat(status().get(0).movedAt).isEqualTo(last.get(0).movedAt);
		}
	}

	@Test
	void aBacklogIsReportedUntilAllIsWritten() throws Exception {
		try (ConfigurableApplicationContext projector = start("--projection.status-interval=100ms")) {
			awaitStatus();
		}
		sendCommitted(0, 5);
		this.database.sql("DELETE FROM projection_status").update();
		MeterRegistry meters = new SimpleMeterRegistry();
		LagReport report = new LagReport(this.database, TransactionOperations.withoutTransaction(), Duration.ZERO,
				new ProjectionLag(meters, Clock.systemUTC()));
		Map<Integer, Long> positions = new HashMap<>(Map.of(0, 0L));
		try (Consumer<String, byte[]> consumer = oneByOne()) {
			consumer.subscribe(List.of(UserEvents.TOPIC));
			boolean behind = false;
			for (int read = 0; read < 5;) {
				for (var record : consumer.poll(Duration.ofMillis(100))) {
					positions.put(0, record.offset() + 1);
					read++;
				}
				if (read > 0 && read < 5) {
					// Until Kafka has answered a heartbeat.
					Awaitility.await().pollInSameThread().until(() -> {
						report.report(consumer, positions, true);
						return !status().isEmpty();
					});
					behind = true;
					Row row = status().get(0);
					assertThat(row.next).isEqualTo(positions.get(0));
					assertThat(row.end).isEqualTo(10);
					assertThat(row.caughtUpAt).isNull();
					assertThat(meters.get("projection.lag.events").gauge().value()).isEqualTo(row.end - row.next);
				}
			}
			assertThat(behind).isTrue();
			// What is read is not yet written.
			consumer.poll(Duration.ofMillis(100));
			report.report(consumer, positions, false);
			assertThat(status().get(0)).matches((row) -> row.end == 9 && row.next == 9 && row.caughtUpAt == null);
			report.report(consumer, positions, true);
			assertThat(status().get(0).caughtUpAt).isNotNull();
			assertThat(meters.get("projection.lag.events").gauge().value()).isZero();
			assertThat(meters.get("projection.lag").timeGauge().value()).isZero();
		}
	}

	@Test
	void aProjectorThatWasAwayWhileErasuresWereForgottenSaysSoOnce(CapturedOutput output) throws Exception {
		String[] properties = { "--projection.status-interval=100ms", "--projection.tombstone-retention=1d" };
		try (ConfigurableApplicationContext projector = start(properties)) {
			Awaitility.await()
				.atMost(SOON)
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(status()).hasSize(PARTITIONS)
					.extracting(Row::caughtUpAt)
					.doesNotContainNull());
		}
		assertThat(output).doesNotContain(MISSED);
		setCaughtUp(0, "UTC_TIMESTAMP(3) - INTERVAL 86340 SECOND");
		setCaughtUp(1, "UTC_TIMESTAMP(3) - INTERVAL 86460 SECOND");
		// Its first backlog is not projected yet.
		setCaughtUp(2, "NULL");
		MissedErasures erasures = new MissedErasures(this.database, Duration.ofDays(1));
		assertThat(erasures.partitions()).containsExactly(1);
		assertThat(new MissedErasures(this.database, Duration.ofDays(2)).partitions()).isEmpty();
		try (ConfigurableApplicationContext projector = start(properties)) {
			Awaitility.await().atMost(SOON).until(() -> erasures.partitions().isEmpty());
		}
		assertThat(output).contains("Partitions [1] were last projected", "(PT24H)", "docs/operations.md");
		// Preparing is repeated after a failure.
		setCaughtUp(1, "UTC_TIMESTAMP(3) - INTERVAL 2 DAY");
		erasures.report();
		erasures.report();
		assertThat(output.getAll().split(MISSED, -1)).hasSize(3);
	}

	private void setCaughtUp(int partition, String time) {
		this.database.sql("UPDATE projection_status SET caught_up_at = " + time + " WHERE topic_partition = ?")
			.param(partition)
			.update();
	}

	@Test
	void aDatabaseThatRefusesTheStatusDoesNotHoldUpTheProjection() throws Exception {
		try (ConfigurableApplicationContext projector = start("--projection.status-interval=100ms")) {
			awaitStatus();
			this.database.sql("DROP TABLE projection_status").update();
			send(0, "A", "a@example.com", 0);
			awaitUsers(1);
			// The metrics do not depend on the database.
			Awaitility.await().atMost(SOON).until(() -> lag(projector) == 0);
			send(0, "B", "b@example.com", 1);
			awaitUsers(2);
			assertThat(projector.getBean(ProjectionHealthIndicator.class).health().getDetails())
				.containsEntry("projecting", true);
		}
	}

	private void awaitStatus() {
		Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> status().size() == PARTITIONS);
	}

	private static double lag(ConfigurableApplicationContext projector) {
		return projector.getBean(MeterRegistry.class).get("projection.lag").timeGauge().value();
	}

	private static Consumer<String, byte[]> oneByOne() {
		return new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
						ConsumerConfig.GROUP_ID_CONFIG, "status", ConsumerConfig.ISOLATION_LEVEL_CONFIG,
						"read_committed", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
						ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 100),
				new StringDeserializer(), new ByteArrayDeserializer());
	}

	private static void sendCommitted(int partition, int transactions) {
		try (KafkaProducer<String, byte[]> transactional = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
						ProducerConfig.TRANSACTIONAL_ID_CONFIG, "status"),
				new StringSerializer(), new ByteArraySerializer())) {
			transactional.initTransactions();
			for (int i = 0; i < transactions; i++) {
				transactional.beginTransaction();
				transactional.send(event(partition, "User", "user" + partition + "." + i + "@example.com", i));
				transactional.commitTransaction();
			}
		}
	}

	private List<Row> status() {
		return this.database.sql("SELECT * FROM projection_status ORDER BY topic_partition")
			.query((row, number) -> new Row(row.getLong("next_offset"), row.getLong("end_offset"),
					row.getObject("as_of", LocalDateTime.class), row.getObject("caught_up_at", LocalDateTime.class),
					row.getObject("moved_at", LocalDateTime.class)))
			.list();
	}

	private record Row(long next, long end, LocalDateTime asOf, LocalDateTime caughtUpAt, LocalDateTime movedAt) {
	}

}
