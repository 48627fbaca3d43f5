/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import javax.sql.DataSource;

import io.github.enrol.projector.projection.AssignedConsumers;
import io.github.enrol.projector.projection.ProjectionCursor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Wires the rebuild.
 */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

	@Bean
	Rebuilds rebuilds(DataSource pool, JdbcTemplate jdbc, PlatformTransactionManager transactions,
			ProjectionCursor cursor, AssignedConsumers consumers) {
		return new Rebuilds(pool, jdbc, transactions, cursor, consumers);
	}

	@Bean
	RebuildEndpoint rebuildEndpoint(Rebuilds rebuilds) {
		return new RebuildEndpoint(rebuilds);
	}

}
