/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Creates the tables, however far an earlier attempt came. MySQL commits each CREATE: an
 * attempt that is killed leaves a table without a row in Flyway's history, and a refused
 * one leaves a row there that would block all later attempts. So each migration is a
 * single change that can be repeated, and what is recorded as failed is forgotten.
 */
final class ReadModelMigration implements Runnable {

	private final Flyway flyway;

	ReadModelMigration(Flyway flyway) {
		this.flyway = flyway;
	}

	/**
	 * Accepts databases in which the former V1, which created both tables, has succeeded,
	 * failed or been interrupted, and lets an index of many rows take its time.
	 */
	static void configure(FluentConfiguration configuration) {
		configuration.ignoreMigrationPatterns("*:future", "*:missing").callbacks(new LongerTimeLimit());
	}

	/**
	 * Refuses a server for which Connector/J cuts off milliseconds without a word.
	 */
	static void requireMilliseconds(String serverVersion) {
		if (serverVersion.startsWith("5.")) {
			throw new FlywayException("The database is " + serverVersion
					+ ", as MariaDB 10 also says of itself, and would lose milliseconds: use MySQL 8.0, MariaDB 11.0, or a later one");
		}
	}

	@Override
	public void run() {
		requireMilliseconds(new JdbcTemplate(this.flyway.getConfiguration().getDataSource())
			.execute((Connection connection) -> connection.getMetaData().getDatabaseProductVersion()));
		if (Arrays.stream(this.flyway.info().all()).anyMatch((migration) -> migration.getState().isFailed())) {
			this.flyway.repair();
		}
		this.flyway.migrate();
	}

	/**
	 * Replaces the time limit of the URL, which is that of the projection: without this,
	 * a long change would end for Flyway, go on in the database, and be tried again.
	 */
	private static final class LongerTimeLimit implements Callback {

		private static final Duration LIMIT = Duration.ofHours(12);

		@Override
		public boolean supports(Event event, Context context) {
			return event == Event.BEFORE_EACH_MIGRATE;
		}

		@Override
		public boolean canHandleInTransaction(Event event, Context context) {
			return true;
		}

		@Override
		public void handle(Event event, Context context) {
			try {
				context.getConnection().setNetworkTimeout(Runnable::run, Math.toIntExact(LIMIT.toMillis()));
			}
			catch (SQLException ex) {
				throw new FlywayException("The time limit of a migration cannot be set", ex);
			}
		}

		@Override
		public String getCallbackName() {
			return "longer-time-limit";
		}

	}

}
