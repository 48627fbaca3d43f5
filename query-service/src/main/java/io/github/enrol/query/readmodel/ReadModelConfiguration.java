/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcMySqlDialect;

/**
 * Lets the service start before its database, and tells when that is of use.
 */
@Configuration(proxyBeanMethods = false)
class ReadModelConfiguration {

	/**
	 * A database without the tables that the projector creates is of no use yet.
	 */
	@Bean
	DataSourceHealthIndicator dbHealthContributor(DataSource dataSource) {
		return new DataSourceHealthIndicator(dataSource, "SELECT COUNT(*) FROM projection_cursor");
	}

	/**
	 * Given, since Spring Data would ask the database, and could not start without it.
	 * What is used of it here is the same for MySQL and MariaDB.
	 */
	@Bean
	JdbcDialect jdbcDialect() {
		return JdbcMySqlDialect.INSTANCE;
	}

}
