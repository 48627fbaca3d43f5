/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.enrol.testing.Account;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With one right less, the projector is alive and not ready, its log names the right
 * once, and granting it suffices. With a real broker and a real database.
 */
@ExtendWith(OutputCaptureExtension.class)
class RightsIntegrationTests extends ProjectorOnRealParts {

	private static final ConditionFactory await = Awaitility.await().atMost(Duration.ofSeconds(60));

	@Test
	void eachRightOfTheProjectorIsNeeded(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			awaitReady(projector);
			int sent = 0;
			for (String right : List.of("SELECT", "INSERT", "UPDATE")) {
				revoke(right, Account.PROJECTOR);
				projector.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
				// So many that the projector would read ahead.
				for (int i = 0; i < 1_600; i++, sent++) {
					producer.send(event(i % PARTITIONS, "User", "user" + sent + "@example.com", sent));
				}
				String denied = right + " command denied to user 'enrol_projector'@";
				await.until(() -> output.getAll()
					.contains("Projecting failed and is retried until it succeeds: " + denied));
				assertAliveAndNotReady(projector);
				grant(right, Account.PROJECTOR);
				awaitUsers(sent);
				awaitReady(projector);
				assertThat(output.getAll().lines().filter((line) -> line.contains(denied)))
					.extracting((line) -> line.substring(line.indexOf("Projecting")))
					.doesNotHaveDuplicates();
			}
			assertThat(output).doesNotContain("@example.com", "\tat ");
		}
	}

	@Test
	void aFirstStartNeedsCreate(CapturedOutput output) throws Exception {
		send(0, "A", "a@example.com", 0);
		// Otherwise Flyway itself repeats creating its history ten times.
		Flyway.configure()
			.dataSource(this.schema.jdbcUrl(), this.schema.username(), this.schema.password())
			.locations("classpath:io/github/enrol/projector/rebuild")
			.load()
			.migrate();
		revoke("CREATE", Account.MIGRATION);
		try (ConfigurableApplicationContext projector = start()) {
			String denied = "CREATE command denied to user 'enrol_migration'@";
			await.until(() -> output.getAll()
				.contains("Preparing the read model failed and is retried until it succeeds: " + denied));
			assertAliveAndNotReady(projector);
			grant("CREATE", Account.MIGRATION);
			awaitUsers(1);
			awaitReady(projector);
			assertThat(output.getAll().split(denied, -1)).hasSize(2);
		}
	}

	@ParameterizedTest
	@CsvSource({ "spring.flyway, Preparing the read model, enrol_migration",
			"spring.datasource, Preparing the read model, enrol_projector" })
	void aWrongPasswordIsNamedOnce(String account, String step, String username, CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext projector = start("--" + account + ".password=wrong")) {
			String denied = step + " failed and is retried until it succeeds: Access denied for user '" + username
					+ "'@";
			await.until(() -> output.getAll().contains(denied));
			assertAliveAndNotReady(projector);
			assertThat(output).containsOnlyOnce(denied);
		}
	}

	@Test
	void aRebuildNeedsCreateDropAndAlter() throws Exception {
		send(0, "A", "a@example.com", 0);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(1);
			for (String right : List.of("CREATE", "DROP", "ALTER")) {
				revoke(right, Account.MIGRATION);
				assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
				awaitState(projector, "FAILED");
				assertThat(get(projector, "rebuild").body())
					.contains(right + " command denied to user 'enrol_migration'@");
				grant(right, Account.MIGRATION);
				assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
				awaitState(projector, "DONE");
			}
			this.database.sql("REVOKE ALL ON %s FROM enrol_migration".formatted(tablesOfSchema())).update();
			this.database.sql("REVOKE ALL ON flyway_schema_history FROM enrol_migration").update();
			var refused = post(projector, "rebuild");
			assertThat(refused.statusCode()).isEqualTo(500);
			assertThat(refused.body()).contains("Access denied for user 'enrol_migration'@").doesNotContain("reached");
		}
	}

	private void revoke(String right, Account account) {
		this.database.sql("REVOKE %s ON %s FROM %s".formatted(right, tablesOfSchema(), account.username())).update();
	}

	private void grant(String right, Account account) {
		this.database.sql("GRANT %s ON %s TO %s".formatted(right, tablesOfSchema(), account.username())).update();
	}

	private String tablesOfSchema() {
		return "`" + this.database.sql("SELECT DATABASE()").query(String.class).single() + "`.*";
	}

	private void assertAliveAndNotReady(ConfigurableApplicationContext projector) throws Exception {
		assertThat(get(projector, "health/liveness").statusCode()).isEqualTo(200);
		assertThat(get(projector, "health/readiness").statusCode()).isEqualTo(503);
	}

}
