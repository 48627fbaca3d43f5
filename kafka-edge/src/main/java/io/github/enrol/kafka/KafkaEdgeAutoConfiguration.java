/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import ch.qos.logback.classic.LoggerContext;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.opentelemetry.api.OpenTelemetry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Refuses a start with a wrong {@code spring.kafka} property, which would otherwise only
 * be noticed with the first client, once a broker answers. Keeps the clients' logs
 * readable.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnBean(KafkaAdmin.class)
public final class KafkaEdgeAutoConfiguration {

	@Bean
	InitializingBean quietClients() {
		return () -> {
			if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
				ReportedElsewhere.install(context);
			}
		};
	}

	@Bean
	RecordTraces recordTraces(ObjectProvider<OpenTelemetry> telemetry) {
		return RecordTraces.of(telemetry.getIfAvailable());
	}

	@Bean
	BootstrapServers bootstrapServers(KafkaAdmin admin, ProducerFactory<?, ?> producers,
			ConsumerFactory<?, ?> consumers) {
		new ProducerConfig(producers.getConfigurationProperties());
		new ConsumerConfig(consumers.getConfigurationProperties());
		return new BootstrapServers(admin.getConfigurationProperties());
	}

}
