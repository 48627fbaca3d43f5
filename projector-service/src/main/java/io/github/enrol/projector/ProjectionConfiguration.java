/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import io.github.enrol.events.UserEvents;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the projector together from the usual {@code spring.kafka} and
 * {@code spring.datasource} properties.
 */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {

	private static final int ADMIN_TIMEOUT_SECONDS = 10;

	/**
	 * The consumer migrates, when the database is there; a start does not fail for it.
	 */
	@Bean
	FlywayMigrationStrategy migrationByConsumer() {
		return (flyway) -> {
		};
	}

	@Bean
	ProjectionCursor projectionCursor(JdbcClient jdbc) {
		return new ProjectionCursor(jdbc, "projection_cursor");
	}

	@Bean
	DeadLetters deadLetters(ProducerFactory<?, ?> producers, MeterRegistry meters) {
		return new DeadLetters(new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
				producers.getConfigurationProperties(), new StringSerializer(), new ByteArraySerializer())), meters);
	}

	@Bean
	UserProjection userProjection(JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectionCursor cursor,
			DeadLetters deadLetters) {
		return new UserProjection(jdbc, new TransactionTemplate(transactions), cursor, deadLetters, "users");
	}

	@Bean
	UserEventsConsumer userEventsConsumer(ConsumerFactory<?, ?> consumers, KafkaAdmin kafkaAdmin, Flyway flyway,
			ProjectionCursor cursor, UserProjection projection, ProjectionProperties properties, MeterRegistry meters) {
		Runnable preparation = () -> {
			flyway.migrate();
			createDeadLetterTopic(kafkaAdmin.getConfigurationProperties(), properties);
		};
		DefaultKafkaConsumerFactory<String, byte[]> factory = new DefaultKafkaConsumerFactory<>(
				consumers.getConfigurationProperties(), new StringDeserializer(), new ByteArrayDeserializer());
		factory.addListener(new MicrometerConsumerListener<>(meters));
		return new UserEventsConsumer(factory::createConsumer, preparation, cursor, projection, properties);
	}

	@Bean
	RebuildEndpoint rebuildEndpoint(DataSource pool, JdbcTemplate jdbc, PlatformTransactionManager transactions,
			ProjectionCursor cursor, ConsumerFactory<?, ?> consumers) {
		return new RebuildEndpoint(pool, jdbc, transactions, cursor, groupless(consumers)::createConsumer);
	}

	@Bean
	DeadLettersEndpoint deadLettersEndpoint(ConsumerFactory<?, ?> consumers, UserProjection projection) {
		return new DeadLettersEndpoint(groupless(consumers)::createConsumer, projection);
	}

	/**
	 * For readers that assign partitions to themselves.
	 */
	private static ConsumerFactory<String, byte[]> groupless(ConsumerFactory<?, ?> consumers) {
		Map<String, Object> configs = new HashMap<>(consumers.getConfigurationProperties());
		configs.remove(ConsumerConfig.GROUP_ID_CONFIG);
		// Somebody waits for an answer.
		configs.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_SECONDS * 1000);
		configs.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_SECONDS * 1000);
		return new DefaultKafkaConsumerFactory<>(configs, new StringDeserializer(), new ByteArrayDeserializer());
	}

	@Bean
	ProjectionHealthIndicator projectionHealthIndicator(UserEventsConsumer consumer) {
		return new ProjectionHealthIndicator(consumer);
	}

	private static void createDeadLetterTopic(Map<String, Object> configs, ProjectionProperties properties) {
		NewTopic topic = new NewTopic(UserEvents.DEAD_LETTER_TOPIC, Optional.of(properties.deadLetterPartitions()),
				Optional.of(properties.replicationFactor()))
			.configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
		try (Admin admin = Admin.create(configs)) {
			admin.createTopics(List.of(topic)).all().get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
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
