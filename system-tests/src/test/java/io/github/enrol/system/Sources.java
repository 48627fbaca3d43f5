/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.util.List;

import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.system.history.Event;
import io.github.enrol.system.history.User;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

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
		return WholeTopic.read(this.cluster.bootstrapServers, UserEvents.TOPIC, isolation, new ByteArrayDeserializer())
			.stream()
			.map(Sources::event)
			.toList();
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
	int deadLetters() {
		return WholeTopic.read(this.cluster.bootstrapServers, UserEvents.DEAD_LETTER_TOPIC, new ByteArrayDeserializer())
			.size();
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
