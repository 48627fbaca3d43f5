/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Clock;
import java.util.List;

import io.github.enrol.events.UserEvents;
import io.github.enrol.http.status.HealthComponents;
import io.github.enrol.kafka.BootstrapServers;
import io.github.enrol.kafka.topics.TopicsInfo;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.flywaydb.core.Flyway;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wires the projection from the usual {@code spring.kafka} and {@code spring.datasource}
 * properties.
 */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {

	/**
	 * Leaves the migration to the consumer, which runs it once the database is reachable,
	 * so that the service starts without the database.
	 */
	@Bean
	FlywayMigrationStrategy migrationByConsumer() {
		return (flyway) -> {
		};
	}

	@Bean
	FlywayConfigurationCustomizer migrationOfTheReadModel() {
		return ReadModelMigration::configure;
	}

	@Bean
	ProjectionCursor projectionCursor(JdbcClient jdbc, KafkaAdmin admin) {
		return new ProjectionCursor(jdbc, "projection_cursor", new EventLogId(admin.getConfigurationProperties()));
	}

	@Bean
	UserProjection userProjection(JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectionCursor cursor,
			Rejections rejections) {
		return new UserProjection(jdbc, new TransactionTemplate(transactions), cursor, rejections, "users");
	}

	@Bean
	ProjectionLag projectionLag(MeterRegistry meters) {
		return new ProjectionLag(meters, Clock.systemUTC());
	}

	@Bean
	LagReport lagReport(JdbcClient jdbc, PlatformTransactionManager transactions, ProjectionProperties properties,
			ProjectionLag lag) {
		return new LagReport(jdbc, new TransactionTemplate(transactions), properties.statusInterval(), lag);
	}

	@Bean
	UserEventsConsumer userEventsConsumer(ConsumerFactory<?, ?> consumers, KafkaAdmin admin, BootstrapServers bootstrap,
			Flyway flyway, Rejections rejections, ProjectionCursor cursor, UserProjection projection,
			LagReport lagReport, ProjectionLag lag, ProjectionProperties properties, JdbcClient jdbc,
			MeterRegistry meters, RecordTraces traces) {
		MissedErasures erasures = new MissedErasures(jdbc, properties.tombstoneRetention());
		ReadModelMigration migration = new ReadModelMigration(flyway);
		ProjectionRights rights = new ProjectionRights(admin.getConfigurationProperties(),
				String.valueOf(consumers.getConfigurationProperties().get(ConsumerConfig.GROUP_ID_CONFIG)));
		Runnable preparation = () -> {
			migration.run();
			erasures.report();
			bootstrap.requireReachable();
			rights.require();
			rejections.prepare();
		};
		DefaultKafkaConsumerFactory<String, byte[]> factory = new DefaultKafkaConsumerFactory<>(
				consumers.getConfigurationProperties(), new StringDeserializer(), new ByteArrayDeserializer());
		factory.addListener(new MicrometerConsumerListener<>(meters));
		return new UserEventsConsumer(factory::createConsumer, preparation, cursor, projection, lagReport,
				new ProjectionMeters(meters, lag, traces), properties);
	}

	@Bean
	ProjectionStatus projectionStatus(MeterRegistry meters, UserEventsConsumer consumer) {
		return new ProjectionStatus(meters, consumer);
	}

	/**
	 * In place of Spring Boot's, which cannot say in words what is wrong.
	 */
	@Bean
	HealthIndicator dbHealthContributor(JdbcClient jdbc) {
		return () -> {
			try {
				jdbc.sql("SELECT 1").query(Integer.class).single();
				return Health.up().build();
			}
			catch (DataAccessException ex) {
				return Health.down().withDetail(HealthComponents.REASON, FailureReason.inWords(ex)).build();
			}
		};
	}

	@Bean
	TopicsInfo topicsInfo(KafkaAdmin admin) {
		return new TopicsInfo(admin.getConfigurationProperties(),
				List.of(UserEvents.TOPIC, UserEvents.DEAD_LETTER_TOPIC));
	}

	@Bean
	AssignedConsumers assignedConsumers(ConsumerFactory<?, ?> consumers) {
		return new AssignedConsumers(consumers.getConfigurationProperties());
	}

	/**
	 * For liveness.
	 */
	@Bean
	HealthIndicator projectionThreadHealthIndicator(UserEventsConsumer consumer) {
		return () -> consumer.isDead() ? Health.down().build() : Health.up().build();
	}

	@Bean
	ProjectionHealthIndicator projectionHealthIndicator(UserEventsConsumer consumer) {
		return new ProjectionHealthIndicator(consumer);
	}

}
