/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.tools.TopicRecords.Range;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a cluster, with events as a command-service would have written them.
 */
final class EventLog implements AutoCloseable {

	static final String CHANGELOG = "command-service-registrations-changelog";

	private static final Instant FIRST = Instant.parse("2026-11-23T20:54:07.123Z");

	private final KafkaClients kafka;

	private final Admin admin;

	/** Knows topics for as long as they live. */
	private @Nullable KafkaProducer<byte[], byte[]> producer;

	private int commands;

	EventLog(String bootstrapServers) {
		this.kafka = KafkaClients.of(bootstrapServers, null);
		this.admin = this.kafka.admin();
	}

	Admin admin() {
		return this.admin;
	}

	void create(int partitions, TopicSpec... topics) throws Exception {
		create(Stream.of(topics).map((topic) -> topic.newTopic(partitions)).toList());
	}

	void create(List<NewTopic> topics) throws Exception {
		TestTopics.create(this.admin, topics);
	}

	void deleteTopics() throws Exception {
		closeProducer();
		TestTopics.deleteAll(this.admin);
	}

	void delete(String topic) throws Exception {
		TestTopics.delete(this.admin, List.of(topic));
	}

	/**
	 * Returns the producer of a command-service.
	 */
	KafkaProducer<byte[], byte[]> producer() {
		KafkaProducer<byte[], byte[]> open = this.producer;
		if (open == null) {
			Map<String, Object> config = new HashMap<>(this.kafka.configs());
			config.put("transactional.id", "command-service-" + UUID.randomUUID());
			open = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
			open.initTransactions();
			this.producer = open;
		}
		return open;
	}

	private void closeProducer() {
		if (this.producer != null) {
			this.producer.close();
		}
		this.producer = null;
	}

	/**
	 * Returns the n-th registration.
	 */
	static ProducerRecord<byte[], byte[]> registered(int number, int partitions, long commandOffset) {
		String address = address(number);
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, commandOffset);
		CloudEventHeaders.sequence(headers, 1);
		UserRegistered event = new UserRegistered("01M8%022d".formatted(commandOffset), "Person " + number, address,
				FIRST.plusMillis(number));
		byte[] value = UserEvents.serde().serializer().serialize(UserEvents.TOPIC, headers, event);
		byte[] key = address.getBytes(StandardCharsets.UTF_8);
		return new ProducerRecord<>(UserEvents.TOPIC, CommandPartitions.of(key, partitions),
				event.occurredAt().toEpochMilli(), key, value, headers);
	}

	static String address(int number) {
		return "person" + number + "@example.org";
	}

	/**
	 * Returns what erases the n-th.
	 */
	static ProducerRecord<byte[], byte[]> erased(int number, int partitions, long commandOffset) {
		ProducerRecord<byte[], byte[]> registered = registered(number, partitions, commandOffset);
		Headers headers = registered.headers();
		headers.remove(CloudEventHeaders.CONTENT_TYPE).remove(CloudEventHeaders.DATA_SCHEMA);
		headers.remove(CloudEventHeaders.TYPE)
			.add(CloudEventHeaders.TYPE, "io.github.enrol.user-erased.v1".getBytes(StandardCharsets.UTF_8));
		CloudEventHeaders.sequence(headers, 2);
		return new ProducerRecord<>(registered.topic(), registered.partition(), registered.timestamp(),
				registered.key(), null, headers);
	}

	/**
	 * Writes registrations 0 to count - 1; each tenth is erased, each twentieth
	 * registered again.
	 */
	void write(int count, int partitions) {
		KafkaProducer<byte[], byte[]> producer = producer();
		producer.beginTransaction();
		for (int i = 0; i < count; i++) {
			producer.send(registered(i, partitions, this.commands++));
			if (i % 10 == 0) {
				producer.send(erased(i, partitions, this.commands++));
			}
			if (i % 20 == 0) {
				producer.send(registered(i, partitions, this.commands++));
			}
		}
		producer.commitTransaction();
	}

	List<ConsumerRecord<byte[], byte[]>> records(String topic) {
		List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
		new TopicRecords(this.kafka).read(Range.all(topic), all::addAll);
		return all;
	}

	/**
	 * Returns how many records were written to a topic, committed or not; 0 without it.
	 */
	long end(String topic) throws Exception {
		if (!this.admin.listTopics().names().get().contains(topic)) {
			return 0;
		}
		Map<TopicPartition, OffsetSpec> ends = this.admin.describeTopics(List.of(topic))
			.allTopicNames()
			.get()
			.get(topic)
			.partitions()
			.stream()
			.collect(Collectors.toMap((partition) -> new TopicPartition(topic, partition.partition()),
					(partition) -> OffsetSpec.latest()));
		return this.admin.listOffsets(ends).all().get().values().stream().mapToLong((end) -> end.offset()).sum();
	}

	/**
	 * Returns the events of each key, in their order, without what differs between
	 * clusters.
	 */
	Map<String, List<String>> events() {
		return records(UserEvents.TOPIC).stream()
			.flatMap((record) -> LoggedEvent.of(record).stream())
			.map(LoggedEvent::withoutPosition)
			.collect(Collectors.groupingBy(LoggedEvent::key, LinkedHashMap::new, Collectors
				.mapping((event) -> new String(EventJson.write(event), StandardCharsets.UTF_8), Collectors.toList())));
	}

	/**
	 * Returns the last state of each key, which the store would have.
	 */
	Map<String, @Nullable String> states() {
		Map<String, @Nullable String> states = new HashMap<>();
		records(CHANGELOG).forEach((record) -> states.put(new String(record.key(), StandardCharsets.UTF_8),
				(record.value() != null) ? new String(record.value(), StandardCharsets.UTF_8) : null));
		return states;
	}

	@Override
	public void close() {
		closeProducer();
		this.admin.close();
	}

}
