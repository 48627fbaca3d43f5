/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import io.github.enrol.projector.projection.AssignedConsumers;
import io.github.enrol.projector.projection.ProjectionProperties;
import io.github.enrol.projector.projection.UserProjection;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Wires the dead-letter handling.
 */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

	private static final int CLOSE_TIMEOUT_SECONDS = 2;

	@Bean
	DeadLetters deadLetters(KafkaTemplate<?, ?> kafka, KafkaAdmin admin, ProjectionProperties properties,
			MeterRegistry meters) {
		return new DeadLetters(kafka, new DeadLetterTopic(admin.getConfigurationProperties(), properties), meters);
	}

	/**
	 * Limits how long a stop waits for Kafka. Letters that are still unsent can be lost:
	 * their events have not been passed over yet.
	 */
	@Bean
	DefaultKafkaProducerFactoryCustomizer producersThatCloseInTime() {
		return (producers) -> producers.setPhysicalCloseTimeout(CLOSE_TIMEOUT_SECONDS);
	}

	@Bean
	DeadLettersEndpoint deadLettersEndpoint(AssignedConsumers consumers, UserProjection projection) {
		return new DeadLettersEndpoint(new LetterReader(consumers), projection);
	}

}
