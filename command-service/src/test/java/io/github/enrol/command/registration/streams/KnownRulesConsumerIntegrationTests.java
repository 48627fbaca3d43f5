/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownRulesConsumerIntegrationTests {

	private static final TopicPartition WAITING = new TopicPartition("commands", 0);

	private static final TopicPartition OTHER = new TopicPartition("commands", 1);

	/** Known to no build: such a command becomes a dead letter. */
	private static final int NONE = 0;

	private final StreamThreadFailures failures = new StreamThreadFailures();

	private final List<String> read = new ArrayList<>();

	private final Map<TopicPartition, Long> next = new HashMap<>();

	@Test
	void readsUpToTheFirstCommandOfNewerRulesAndOnOnceItIsPassedOver() throws Exception {
		try (TestKafka kafka = Backends.newKafka();
				Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
				KnownRulesConsumer consumer = new KnownRulesConsumer(
						Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
						this.failures)) {
			TestTopics.create(admin, new NewTopic(WAITING.topic(), 2, (short) 1));
			// One batch, which a consumer gets at once.
			send(kafka, command(WAITING, "a", 1), command(WAITING, "b", 1), command(WAITING, "c", 2),
					command(WAITING, "d", 1), command(OTHER, "e", NONE));
			consumer.assign(Set.of(WAITING, OTHER));
			Awaitility.await().untilAsserted(() -> {
				poll(consumer);
				assertThat(this.read).containsExactlyInAnyOrder("a", "b", "e");
			});
			assertThat(this.next).containsEntry(WAITING, 2L).containsEntry(OTHER, 1L);
			assertThat(consumer.position(WAITING)).isEqualTo(2);
			assertThat(consumer.paused()).containsExactly(WAITING);
			assertThat(this.failures.isOutdated()).isTrue();
			send(kafka, command(OTHER, "f", 1));
			Awaitility.await().untilAsserted(() -> {
				poll(consumer);
				assertThat(this.read).contains("f");
			});
			assertThat(this.read).doesNotContain("c", "d");
			admin.deleteRecords(Map.of(WAITING, RecordsToDelete.beforeOffset(3))).all().get();
			Awaitility.await().untilAsserted(() -> {
				poll(consumer);
				assertThat(this.read).contains("d").doesNotContain("c").hasSize(5);
			});
			assertThat(consumer.paused()).isEmpty();
		}
	}

	private void poll(KnownRulesConsumer consumer) {
		ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
		records.forEach((record) -> this.read.add(new String(record.value(), StandardCharsets.UTF_8)));
		records.nextOffsets().forEach((partition, position) -> this.next.put(partition, position.offset()));
	}

	private static ProducerRecord<byte[], byte[]> command(TopicPartition partition, String value, int version) {
		ProducerRecord<byte[], byte[]> command = new ProducerRecord<>(partition.topic(), partition.partition(), null,
				value.getBytes(StandardCharsets.UTF_8));
		DecisionRules.demand(command.headers(), version);
		return command;
	}

	@SafeVarargs
	private static void send(TestKafka kafka, ProducerRecord<byte[], byte[]>... commands) {
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 100), new ByteArraySerializer(),
				new ByteArraySerializer())) {
			List.of(commands).forEach(producer::send);
		}
	}

}
