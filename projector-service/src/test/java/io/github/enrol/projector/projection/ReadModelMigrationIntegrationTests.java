/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.List;

import io.github.enrol.projector.projection.FaultyDataSource.Fault;
import io.github.enrol.projector.projection.FaultyDataSource.Killed;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * The first migration, or that of a former version, ends at each statement that changes
 * something; the next attempt completes it, with the migration account's rights. On a
 * real database.
 */
class ReadModelMigrationIntegrationTests {

	private static final String FORMER = "io/github/enrol/projector/projection/before";

	private static final String CURRENT = "db/migration";

	private static final String USER = "INSERT INTO users (id, name, email, email_key, created_at) "
			+ "VALUES ('01M858ACJDZP7K9CW56TQA0HPP', 'A', 'a', 'a', NOW(3))";

	@ParameterizedTest
	@CsvSource({ "KILLED, " + CURRENT, "REFUSED, " + CURRENT, "KILLED, " + FORMER, "REFUSED, " + FORMER })
	void whateverAnAttemptLeavesBehindTheNextOneCompletesIt(Fault fault, String scripts) {
		List<String> expected = migratedTables();
		int faults = 0;
		for (boolean failed = true; failed; faults++) {
			Schema schema = Backends.database().createSchema();
			failed = attempt(schema, scripts, fault, faults + 1);
			if (!failed) {
				asTest(schema).sql(USER).update();
			}
			// The second start has nothing left to do, and the projector's rights
			// suffice.
			new ReadModelMigration(flyway(schema, Account.MIGRATION)).run();
			new ReadModelMigration(flyway(schema, Account.PROJECTOR)).run();
			assertThat(tables(schema)).as("%s at change %d", fault, faults + 1).isEqualTo(expected);
			assertThat(asTest(schema).sql("SELECT COUNT(*) FROM users").query(Integer.class).single())
				.isEqualTo(failed ? 0 : 1);
		}
		// The history, its index and rows, and both tables.
		assertThat(faults - 1).isGreaterThanOrEqualTo(5);
		if (scripts.equals(CURRENT)) {
			// And three changes of a table, each with its row in the history.
			assertThat(faults - 1).isGreaterThanOrEqualTo(11);
		}
	}

	private static boolean attempt(Schema schema, String scripts, Fault fault, int number) {
		FaultyDataSource database = new FaultyDataSource(schema.jdbcUrl(), Account.MIGRATION.username(),
				Account.password(), fault, number);
		FluentConfiguration configuration = Flyway.configure().dataSource(database).locations("classpath:" + scripts);
		try {
			if (scripts.equals(FORMER)) {
				configuration.load().migrate();
			}
			else {
				ReadModelMigration.configure(configuration);
				new ReadModelMigration(configuration.load()).run();
			}
		}
		catch (Killed | FlywayException ex) {
			assertThat(database.hasFailed()).isTrue();
		}
		return database.hasFailed();
	}

	/**
	 * Of a database in which the former version and this one have succeeded.
	 */
	private static List<String> migratedTables() {
		Schema schema = Backends.database().createSchema();
		for (String scripts : List.of(FORMER, CURRENT)) {
			assertThatCode(() -> attempt(schema, scripts, Fault.KILLED, Integer.MAX_VALUE)).doesNotThrowAnyException();
		}
		return tables(schema);
	}

	/**
	 * The limit is the one that keeps the projection from waiting for a database that
	 * hangs.
	 */
	@Test
	void aMigrationMayTakeLongerThanAnAnswerUsuallyMay() {
		Schema schema = Backends.database().createSchema();
		FluentConfiguration configuration = Flyway.configure()
			.dataSource(schema.jdbcUrl() + "&socketTimeout=1000", Account.MIGRATION.username(), Account.password())
			.locations("classpath:io/github/enrol/projector/projection/slow");
		ReadModelMigration.configure(configuration);
		assertThatCode(() -> new ReadModelMigration(configuration.load()).run()).doesNotThrowAnyException();
	}

	private static Flyway flyway(Schema schema, Account account) {
		FluentConfiguration configuration = Flyway.configure()
			.dataSource(schema.jdbcUrl(), account.username(), Account.password());
		ReadModelMigration.configure(configuration);
		return configuration.load();
	}

	private static List<String> tables(Schema schema) {
		return List.of("users", "projection_cursor")
			.stream()
			.map((table) -> asTest(schema).sql("SHOW CREATE TABLE " + table)
				.query((row, number) -> row.getString(2))
				.single())
			.toList();
	}

	private static JdbcClient asTest(Schema schema) {
		return JdbcClient.create(new DriverManagerDataSource(schema.jdbcUrl(), schema.username(), schema.password()));
	}

}
