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

	private static final String USER = "INSERT INTO users VALUES ('01M858ACJDZP7K9CW56TQA0HPP', 'A', 'a', 'a', NOW(3))";

	@ParameterizedTest
	@CsvSource({ "KILLED, db/migration", "REFUSED, db/migration", "KILLED, " + FORMER, "REFUSED, " + FORMER })
	void whateverAnAttemptLeavesBehindTheNextOneCompletesIt(Fault fault, String scripts) {
		List<String> expected = formerTables();
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
				ReadModelMigration.acceptFormerVersions(configuration);
				new ReadModelMigration(configuration.load()).run();
			}
		}
		catch (Killed | FlywayException ex) {
			assertThat(database.hasFailed()).isTrue();
		}
		return database.hasFailed();
	}

	private static List<String> formerTables() {
		Schema schema = Backends.database().createSchema();
		assertThatCode(() -> attempt(schema, FORMER, Fault.KILLED, Integer.MAX_VALUE)).doesNotThrowAnyException();
		return tables(schema);
	}

	private static Flyway flyway(Schema schema, Account account) {
		FluentConfiguration configuration = Flyway.configure()
			.dataSource(schema.jdbcUrl(), account.username(), Account.password());
		ReadModelMigration.acceptFormerVersions(configuration);
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
