/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.enrol.http.database.DatabaseFailure;
import io.github.enrol.http.status.HealthComponents;
import io.github.enrol.http.status.StatusContributor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcMySqlDialect;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets the service start before its database.
 */
@Configuration(proxyBeanMethods = false)
class ReadModelConfiguration {

	@Bean
	static BeanPostProcessor fairPool() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof HikariDataSource pool) ? new FairDataSource(pool) : bean;
			}

		};
	}

	/**
	 * Ready means that the tables, which the projector creates, exist and can be read.
	 */
	@Bean
	HealthIndicator dbHealthContributor(JdbcClient jdbc, ReadModelOutage outage) {
		return () -> {
			try {
				jdbc.sql("SELECT (SELECT COUNT(*) FROM projection_cursor) + EXISTS (SELECT id FROM users)")
					.query(Long.class)
					.single();
				outage.over();
				return Health.up().build();
			}
			catch (DataAccessException ex) {
				outage.failed(ex);
				return Health.down()
					.withDetail(HealthComponents.REASON,
							DatabaseFailure.in(ex)
								.map(DatabaseFailure::inWords)
								.orElse("The read model cannot be read."))
					.build();
			}
		};
	}

	@Bean
	MeterBinder waitingRequests(ProjectionProgress progress) {
		return (registry) -> Gauge.builder("query.waiting", progress, ProjectionProgress::waiting)
			.description("Requests that wait for the read model to catch up")
			.register(registry);
	}

	@Bean
	MeterBinder waitingForConnections(DataSource dataSource) {
		return (registry) -> Gauge
			.builder("query.connections.waiting", (FairDataSource) dataSource, FairDataSource::waiting)
			.description("Requests that wait for a connection to the database")
			.register(registry);
	}

	@Bean
	StatusContributor visibleUsers(JdbcClient jdbc) {
		return (status) -> {
			try {
				status.counter("visible",
						jdbc.sql("SELECT COALESCE(SUM(users), 0) FROM projection_cursor").query(Long.class).single());
			}
			catch (DataAccessException unavailable) {
				// Health has the reason.
			}
		};
	}

	/**
	 * Fixed, because Spring Data would detect it from the database and fail to start
	 * without one. For this service's queries MySQL and MariaDB are the same.
	 */
	@Bean
	JdbcDialect jdbcDialect() {
		return JdbcMySqlDialect.INSTANCE;
	}

}
