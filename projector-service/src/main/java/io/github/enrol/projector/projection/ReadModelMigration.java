/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.Arrays;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Creates the tables, however far an earlier attempt came. MySQL commits each CREATE: an
 * attempt that is killed leaves a table without a row in Flyway's history, and a refused
 * one leaves a row there that would block all later attempts. So each migration is a
 * single statement that can be repeated, and what is recorded as failed is forgotten.
 */
final class ReadModelMigration implements Runnable {

	private final Flyway flyway;

	ReadModelMigration(Flyway flyway) {
		this.flyway = flyway;
	}

	/**
	 * Accepts databases in which the former V1, which created both tables, has succeeded,
	 * failed or been interrupted.
	 */
	static void acceptFormerVersions(FluentConfiguration configuration) {
		configuration.ignoreMigrationPatterns("*:future", "*:missing");
	}

	@Override
	public void run() {
		if (Arrays.stream(this.flyway.info().all()).anyMatch((migration) -> migration.getState().isFailed())) {
			this.flyway.repair();
		}
		this.flyway.migrate();
	}

}
