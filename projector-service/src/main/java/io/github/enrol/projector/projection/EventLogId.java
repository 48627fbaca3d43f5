/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.BoundedAdmin;
import io.github.enrol.kafka.topics.TopicReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka for the id of {@code user-events}, 22 characters. A topic that is deleted
 * and created again, there or in another cluster, has another one (KIP-516).
 */
final class EventLogId implements Supplier<String> {

	/** A stop waits for it. */
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Map<String, Object> configs;

	/**
	 * Creates the question.
	 * @param configs of an {@link Admin}
	 */
	EventLogId(Map<String, Object> configs) {
		this.configs = configs;
	}

	/**
	 * Asks.
	 * @throws KafkaException if there is no answer
	 */
	@Override
	public String get() {
		try (Admin admin = BoundedAdmin.create(this.configs, TIMEOUT)) {
			TopicDescription topic = new TopicReader(admin, TIMEOUT).descriptions(List.of(UserEvents.TOPIC))
				.get(UserEvents.TOPIC);
			if (topic == null) {
				throw new UnknownTopicOrPartitionException("There is no topic " + UserEvents.TOPIC);
			}
			return topic.topicId().toString();
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("Kafka does not tell the id of " + UserEvents.TOPIC, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted", ex);
		}
	}

}
