/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventSerializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The consumers of {@code docs/samples} lose no event, even if they are killed in the
 * middle of their work, and no record stops them. What they need is installed from the
 * registries of their languages: run this by {@code -Dit.test=SamplesIntegrationTests}.
 */
class SamplesIntegrationTests {

	private static final String GROUP = "welcome-mail";

	private static final String NEWER = "io.github.enrol.user-renamed.v1";

	private static final int USERS = 600;

	/** The place in the log of each event that is to be worked on. */
	private static final Map<String, RecordMetadata> events = new HashMap<>();

	private static TestKafka kafka;

	private static Admin admin;

	@BeforeAll
	static void produce() throws Exception {
		kafka = Backends.newKafka();
		admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
		TestTopics.create(admin, new NewTopic(UserEvents.TOPIC, 2, (short) 1));
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "samples"),
				new StringSerializer(), new ByteArraySerializer())) {
			producer.initTransactions();
			producer.beginTransaction();
			producer.send(event("ABORTED"));
			producer.abortTransaction();
			producer.beginTransaction();
			sendOthers(producer);
			for (int i = 0; i < USERS; i++) {
				String id = "%026d".formatted(i);
				events.put(id, producer.send(event(id)).get());
				if (i % 250 == 100) {
					sendOthers(producer);
				}
			}
			producer.commitTransaction();
		}
	}

	@AfterAll
	static void stop() {
		admin.close();
		kafka.close();
	}

	@ParameterizedTest
	@EnumSource
	void losesNothingWhenItIsKilledAndIsStoppedByNoRecord(Sample sample) throws Exception {
		sample.install();
		Path errors = Path.of("target", "samples", sample + ".log").toAbsolutePath();
		Files.deleteIfExists(errors);
		Set<String> done;
		try (SampleProcess process = new SampleProcess(sample, kafka.bootstrapServers(), errors)) {
			process.awaitStuck();
			done = process.kill();
		}
		assertThat(done).hasSizeBetween(USERS / 4, USERS - 1);
		assertThat(done).containsAll(committed());
		removeMembers();
		try (SampleProcess process = new SampleProcess(sample, kafka.bootstrapServers(), errors)) {
			Set<String> again = process.work();
			Awaitility.await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
				Set<String> all = new TreeSet<>(done);
				all.addAll(again);
				assertThat(all).isEqualTo(new TreeSet<>(events.keySet()));
				assertThat(committed()).hasSize(USERS);
			});
		}
		assertThat(errors).content().contains("skipped", NEWER, "set it aside").doesNotContain("@example.com", "Zoë");
		Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
			removeMembers();
			admin.deleteConsumerGroups(List.of(GROUP)).all().get();
			return true;
		});
	}

	/**
	 * Does at once what the broker does when members that were killed are overdue.
	 */
	private static void removeMembers() throws Exception {
		if (!admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP).members().isEmpty()) {
			admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions()).all().get();
		}
	}

	/**
	 * Returns the events that the group will not receive again.
	 */
	private static Set<String> committed() throws Exception {
		Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(GROUP)
			.partitionsToOffsetAndMetadata()
			.get();
		Set<String> ids = new TreeSet<>();
		events.forEach((id, place) -> {
			OffsetAndMetadata committed = offsets.get(new TopicPartition(place.topic(), place.partition()));
			if (committed != null && place.offset() < committed.offset()) {
				ids.add(id);
			}
		});
		return ids;
	}

	private static ProducerRecord<String, byte[]> event(String id) {
		UserEvent event = new UserRegistered(id, "Zoë " + id, id + ".long".repeat(30) + "@example.com", Instant.EPOCH);
		RecordHeaders headers = new RecordHeaders();
		byte[] value = new UserEventSerializer().serialize(UserEvents.TOPIC, headers, event);
		headers.add("ce_commandoffset", "1".getBytes(StandardCharsets.UTF_8));
		return new ProducerRecord<>(UserEvents.TOPIC, null, null, id + "@example.com", value, headers);
	}

	/**
	 * Sends what is not an event, is broken, or is of a type that is not known.
	 */
	private static void sendOthers(KafkaProducer<String, byte[]> producer) {
		ProducerRecord<String, byte[]> good = event("OTHER");
		byte[] value = good.value();
		for (int partition = 0; partition < 2; partition++) {
			send(producer, partition, value, new RecordHeaders());
			send(producer, partition, null, new RecordHeaders());
			send(producer, partition, value, new RecordHeaders().add("ce_type", null));
			send(producer, partition, value, new RecordHeaders().add("ce_type", new byte[] { -1 }));
			send(producer, partition, null, good.headers());
			for (String broken : List.of("", "{", "[]", "null", "1", "{\"email\":1}", "\"Zoë@example.com\"")) {
				send(producer, partition, broken.getBytes(StandardCharsets.UTF_8), good.headers());
			}
			send(producer, partition, new byte[] { -1 }, good.headers());
			RecordHeaders newer = new RecordHeaders(good.headers());
			newer.remove("ce_type").add("ce_type", NEWER.getBytes(StandardCharsets.UTF_8));
			send(producer, partition, value, newer);
			// A tombstone of a later version of the contract.
			send(producer, partition, null, newer);
		}
	}

	private static void send(KafkaProducer<String, byte[]> producer, int partition, byte[] value,
			Iterable<Header> headers) {
		producer.send(new ProducerRecord<>(UserEvents.TOPIC, partition, "zoë@example.com", value, headers));
	}

}
