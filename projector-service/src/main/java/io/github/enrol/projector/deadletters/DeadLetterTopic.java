/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.projection.ProjectionProperties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import org.springframework.kafka.KafkaException;

/**
 * Creates {@code user-events.dlt} if it does not exist.
 */
final class DeadLetterTopic {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Map<String, Object> configs;

	private final ProjectionProperties properties;

	DeadLetterTopic(Map<String, Object> configs, ProjectionProperties properties) {
		this.configs = configs;
		this.properties = properties;
	}

	void create() {
		NewTopic topic = new NewTopic(UserEvents.DEAD_LETTER_TOPIC, Optional.of(this.properties.deadLetterPartitions()),
				Optional.of(this.properties.replicationFactor()))
			.configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
		try (Admin admin = Admin.create(this.configs)) {
			admin.createTopics(List.of(topic)).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw new KafkaException("user-events.dlt cannot be created", ex.getCause());
			}
		}
		catch (TimeoutException ex) {
			throw new KafkaException("user-events.dlt cannot be created in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted", ex);
		}
	}

}
