/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.query.Api.Answer;
import io.github.enrol.query.readmodel.ProjectionProgress;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseOutageIntegrationTests {

	private static final TestDatabase database = Backends.database();

	private final TestDatabase.Schema schema = database.createSchema();

	private final ReadModel readModel = new ReadModel(this.schema);

	private boolean running = true;

	private ServletWebServerApplicationContext context;

	@AfterEach
	void tearDown() {
		if (!this.running) {
			database.start();
		}
		this.context.close();
	}

	@Test
	void serviceThatStartsBeforeTheTablesExistBecomesReady() {
		Api api = startService();
		assertOutage(api, "service-unavailable");
		this.readModel.createTables();
		assertRecovery(api);
	}

	@Test
	void serviceThatStartsBeforeTheDatabaseBecomesReady() {
		this.readModel.createTables();
		stopDatabase();
		Api api = startService();
		assertOutage(api, "read-model-unavailable");
		startDatabase();
		assertRecovery(api);
	}

	@Test
	void serviceSurvivesADatabaseOutageAndLogsItOnce(CapturedOutput output) {
		this.readModel.createTables();
		Api api = startService();
		assertRecovery(api);
		CompletableFuture<Answer> waiting = api.getAsync("/users?at=" + new ConsistencyToken(1, 100).encode());
		await().until(() -> this.context.getBean(ProjectionProgress.class).waiting() == 1);
		stopDatabase();
		waiting.join().hasProblem(503, "read-model-unavailable");
		assertOutage(api, "read-model-unavailable");
		assertThat(output).containsOnlyOnce("The read model cannot be read: ");
		startDatabase();
		assertRecovery(api);
	}

	@ParameterizedTest
	@ValueSource(strings = { "users", "projection_cursor" })
	void aMissingRightIsNamedOnceAndGrantingItSuffices(String table, CapturedOutput output) {
		this.readModel.createTables();
		Api api = startService();
		assertRecovery(api);
		this.readModel.execute("REVOKE SELECT ON %s FROM enrol_query".formatted(table));
		api.get("/users", "Accept", "application/hal+json").hasProblem(500, "internal-error");
		assertThat(api.get("/users").hasProblem(500, "internal-error").response().body()).doesNotContain("enrol_query");
		assertAliveButNotReady(api);
		assertThat(output)
			.containsOnlyOnce("The read model cannot be read: SELECT command denied to user 'enrol_query'@")
			.doesNotContain("\tat ");
		this.readModel.execute("GRANT SELECT ON %s TO enrol_query".formatted(table));
		assertRecovery(api);
	}

	private static void assertOutage(Api api, String problem) {
		String user = "/users/" + ReadModel.id(1);
		String at = "at=" + new ConsistencyToken(0, 1_000).encode();
		for (String path : new String[] { "/users", "/users?email=ann@example.com", "/users?" + at, user,
				user + "?" + at }) {
			long start = System.nanoTime();
			Answer answer = api.get(path, "Accept", "application/hal+json").hasProblem(503, problem);
			assertThat(answer.header("Retry-After")).contains("5");
			assertThat(answer.response().body()).doesNotContainIgnoringCase("exception", "sql", "table");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		}
		assertThat(api.get("/").status()).isEqualTo(200);
		assertAliveButNotReady(api);
	}

	private static void assertAliveButNotReady(Api api) {
		assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
		assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
	}

	private void assertRecovery(Api api) {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200));
		assertThat(api.get("/users").status()).isEqualTo(200);
		assertThat(api.get("/users/" + ReadModel.id(1)).status()).isEqualTo(404);
	}

	private Api startService() {
		this.context = (ServletWebServerApplicationContext) QueryServiceApplication.application()
			.run("--server.port=0", "--spring.datasource.url=" + this.schema.jdbcUrl(),
					"--spring.datasource.username=" + Account.QUERY.username(),
					"--spring.datasource.password=" + Account.password());
		return new Api(this.context.getWebServer().getPort());
	}

	private void stopDatabase() {
		database.stop();
		this.running = false;
	}

	private void startDatabase() {
		database.start();
		this.running = true;
	}

}
