/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.BoundedAdmin;
import io.github.enrol.kafka.topics.TopicFinding;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.projector.projection.ProjectionProperties;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.KafkaException;

/**
 * Creates {@code user-events.dlt} if it does not exist, and refuses to use one that loses
 * letters.
 */
final class DeadLetterTopic {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetterTopic.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Map<String, Object> configs;

	private final ProjectionProperties properties;

	private final TopicSpec topic;

	DeadLetterTopic(Map<String, Object> configs, ProjectionProperties properties) {
		this.configs = configs;
		this.properties = properties;
		this.topic = TopicSpec.deadLetters(UserEvents.DEAD_LETTER_TOPIC, properties.replicationFactor(),
				properties.deadLetterRetention());
	}

	/**
	 * Creates and checks the topic.
	 * @throws KafkaException with the reason if it cannot be created or must not be used
	 */
	void ensure() {
		try (Admin admin = BoundedAdmin.create(this.configs, TIMEOUT)) {
			TopicReader kafka = new TopicReader(admin, TIMEOUT);
			List<String> names = List.of(this.topic.name());
			// Kafka refuses to create even an existing topic without the right to do so.
			if (kafka.descriptions(names).isEmpty()) {
				kafka.create(List.of(this.topic), this.properties.deadLetterPartitions());
			}
			check(TopicSpec.findings(List.of(this.topic), kafka.await(names, kafka::descriptions),
					kafka.await(names, kafka::configs)));
		}
		catch (ExecutionException ex) {
			throw new KafkaException("user-events.dlt cannot be created or looked at", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("user-events.dlt cannot be created or looked at in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted", ex);
		}
	}

	private void check(List<TopicFinding> findings) {
		for (TopicFinding finding : findings) {
			if (finding.isRefused(this.properties.allowedTopicSettings())) {
				throw new KafkaException(finding + " " + finding.remedy("projection.allowed-topic-settings"));
			}
			logger.warn("{} {}", finding, finding.remedy("projection.allowed-topic-settings"));
		}
	}

}
