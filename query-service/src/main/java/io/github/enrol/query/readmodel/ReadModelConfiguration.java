/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcMySqlDialect;

/**
 * Lets the service start before its database.
 */
@Configuration(proxyBeanMethods = false)
class ReadModelConfiguration {

	private static final String READABLE = "SELECT COUNT(*) + EXISTS (SELECT id FROM users) FROM projection_cursor";

	/**
	 * Ready means that the tables exist, which the projector creates, and can be read.
	 * Without a database, Spring Boot would log each check with a stack trace.
	 */
	@Bean
	DataSourceHealthIndicator dbHealthContributor(DataSource dataSource, ReadModelOutage outage) {
		return new DataSourceHealthIndicator(dataSource, READABLE) {
			@Override
			protected void doHealthCheck(Health.Builder builder) {
				try {
					super.doHealthCheck(builder);
					outage.over();
				}
				catch (Exception ex) {
					outage.failed(ex);
					builder.down();
				}
			}
		};
	}

	@Bean
	MeterBinder waitingRequests(ProjectionProgress progress) {
		return (registry) -> Gauge.builder("query.waiting", progress, ProjectionProgress::waiting)
			.description("Requests that wait for the read model to catch up")
			.register(registry);
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
