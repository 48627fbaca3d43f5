/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

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

	/**
	 * Ready means that the tables exist, which the projector creates.
	 */
	@Bean
	DataSourceHealthIndicator dbHealthContributor(DataSource dataSource) {
		return new DataSourceHealthIndicator(dataSource, "SELECT COUNT(*) FROM projection_cursor");
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
