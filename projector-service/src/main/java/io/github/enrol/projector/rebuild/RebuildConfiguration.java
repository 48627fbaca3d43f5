/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import io.github.enrol.http.status.ServiceStatus.Rebuild;
import io.github.enrol.http.status.StatusContributor;
import io.github.enrol.projector.projection.AssignedConsumers;
import io.github.enrol.projector.projection.ProjectionCursor;
import org.flywaydb.core.Flyway;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Wires the rebuild.
 */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

	/**
	 * Whoever creates the tables exchanges them too: {@code spring.flyway.user}, if it is
	 * set.
	 */
	@Bean
	Rebuilds rebuilds(Flyway flyway, JdbcTemplate jdbc, PlatformTransactionManager transactions,
			ProjectionCursor cursor, AssignedConsumers consumers) {
		return new Rebuilds(flyway.getConfiguration().getDataSource(), jdbc, transactions, cursor, consumers);
	}

	@Bean
	RebuildEndpoint rebuildEndpoint(Rebuilds rebuilds) {
		return new RebuildEndpoint(rebuilds);
	}

	@Bean
	StatusContributor rebuildStatus(Rebuilds rebuilds) {
		return (status) -> {
			Rebuilds.Status last = rebuilds.status();
			if (last.progress() != null) {
				status.rebuild(new Rebuild(last.state().name(), last.progress().rebuilt(), last.progress().live(),
						last.failure()));
			}
		};
	}

}
