/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Refuses a start with a wrong {@code spring.kafka} property. Otherwise it would only be
 * noticed with the first client, which is created once a broker answers.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnBean(KafkaAdmin.class)
public final class KafkaEdgeAutoConfiguration {

	@Bean
	BootstrapServers bootstrapServers(KafkaAdmin admin, ProducerFactory<?, ?> producers,
			ConsumerFactory<?, ?> consumers) {
		new ProducerConfig(producers.getConfigurationProperties());
		new ConsumerConfig(consumers.getConfigurationProperties());
		return new BootstrapServers(admin.getConfigurationProperties());
	}

}
