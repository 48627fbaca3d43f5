/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.system.history.Event;
import io.github.enrol.system.history.User;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The three places that hold users, each read in its own way.
 */
final class Sources {

	private final Cluster cluster;

	private final UserApi api;

	Sources(Cluster cluster, UserApi api) {
		this.cluster = cluster;
		this.api = api;
	}

	List<Event> events() {
		return events(IsolationLevel.READ_COMMITTED);
	}

	/**
	 * Returns the number of events written, committed or not.
	 */
	long written() {
		return events(IsolationLevel.READ_UNCOMMITTED).size();
	}

	private List<Event> events(IsolationLevel isolation) {
		return read(this.cluster.bootstrapServers, UserEvents.TOPIC, isolation, new ByteArrayDeserializer()).stream()
			.map(Sources::event)
			.toList();
	}

	/**
	 * Returns all records of a topic.
	 */
	static <T> List<ConsumerRecord<String, T>> read(String bootstrapServers, String topic, IsolationLevel isolation,
			Deserializer<T> values) {
		Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
				ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
		try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(config, new StringDeserializer(), values)) {
			List<TopicPartition> partitions = partitions(consumer, topic);
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			List<ConsumerRecord<String, T>> records = new ArrayList<>();
			while (partitions.stream().anyMatch((partition) -> consumer.position(partition) < ends.get(partition))) {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
			}
			return records;
		}
	}

	/**
	 * A consumer gives no tombstone to its deserializer.
	 */
	private static Event event(ConsumerRecord<String, byte[]> record) {
		UserEvent event = new UserEventDeserializer().deserialize(record.topic(), record.headers(), record.value());
		User user = (event instanceof UserRegistered registered)
				? new User(registered.userId(), registered.username(), registered.email(), record.key()) : null;
		return new Event(record.key(), event.userId(), user);
	}

	/**
	 * Returns the number of events that the projector could not apply.
	 */
	long deadLetters() {
		Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, this.cluster.bootstrapServers);
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
				new StringDeserializer())) {
			List<TopicPartition> partitions = partitions(consumer, UserEvents.DEAD_LETTER_TOPIC);
			return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
		}
	}

	private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
		return consumer.partitionsFor(topic)
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
	}

	List<User> rows() {
		return JdbcClient.create(new DriverManagerDataSource(this.cluster.jdbcUrl, "enrol", "enrol"))
			.sql("SELECT id, name, email, email_key FROM users")
			.query((row, number) -> new User(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
			.list();
	}

	List<User> pages() {
		return this.api.allUsers(200)
			.stream()
			.map((user) -> new User(user.get("id").stringValue(), user.get("name").stringValue(),
					user.get("email").stringValue(), ""))
			.toList();
	}

	long total() {
		return this.api.users("?size=1").body().get("total").longValue();
	}

}
