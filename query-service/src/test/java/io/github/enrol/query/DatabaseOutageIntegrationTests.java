/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

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
	void serviceThatStartsBeforeTheTablesExistBecomesReady(CapturedOutput output) {
		Api api = startService();
		assertOutage(api, "service-unavailable");
		this.readModel.createTables();
		assertRecovery(api);
		assertThatTheLogHas(output, "doesn't exist");
	}

	@Test
	void aWrongPasswordAndMissingRightsAreMended(CapturedOutput output) {
		this.readModel.createTables();
		String account = "'late'@'%'";
		this.readModel.execute("DROP USER IF EXISTS " + account);
		this.readModel.execute("CREATE USER " + account + " IDENTIFIED BY 'another'");
		Api api = startService("late", "right");
		assertOutage(api, "service-unavailable");
		// In this order: a service that tries meanwhile sees no third reason.
		this.readModel.execute("GRANT SELECT ON projection_cursor TO " + account);
		this.readModel.execute("ALTER USER " + account + " IDENTIFIED BY 'right'");
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			api.get("/users").hasProblem(503, "service-unavailable");
			assertThat(output).contains("for table");
		});
		this.readModel.execute("GRANT SELECT ON users TO " + account);
		assertRecovery(api);
		assertThatTheLogHas(output, "Access denied for user 'late'", "SELECT command denied to user 'late'");
		this.readModel.execute("DROP USER " + account);
	}

	@Test
	void aPortThatSpeaksAnotherProtocolIsAnOutage(CapturedOutput output) throws IOException {
		this.readModel.createTables();
		stopDatabase();
		try (ServerSocket other = new ServerSocket()) {
			URI url = URI.create(this.schema.jdbcUrl().substring("jdbc:".length()));
			other.setReuseAddress(true);
			other.bind(new InetSocketAddress("127.0.0.1", url.getPort()));
			new Thread(() -> answerWithHttp(other)).start();
			assertOutage(startService(), "read-model-unavailable");
		}
		// Connections of the other server may still hold the port.
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
			startDatabase();
			return true;
		});
		assertRecovery(new Api(this.context.getWebServer().getPort()));
		assertThatTheLogHas(output, "");
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
	void serviceSurvivesADatabaseOutageAndLogsItOnce(CapturedOutput output) throws IOException {
		this.readModel.createTables();
		Api api = startService();
		assertRecovery(api);
		FeedClient reader = new FeedClient(this.context.getWebServer().getPort(), "/users", 0);
		reader.next("position");
		CompletableFuture<Answer> waiting = api.getAsync("/users?at=" + new ConsistencyToken(1, 100).encode());
		await().until(() -> this.context.getBean(ProjectionProgress.class).waiting() == 1);
		stopDatabase();
		waiting.join().hasProblem(503, "read-model-unavailable");
		assertOutage(api, "read-model-unavailable");
		api.get("/users", "Accept", "text/event-stream").hasProblem(503, "read-model-unavailable");
		assertThat(reader.next("unavailable").data()).contains("read-model-unavailable");
		startDatabase();
		assertRecovery(api);
		reader.next("position");
		this.readModel.register(1);
		assertThat(reader.next("user").user()).isEqualTo(ReadModel.id(1));
		reader.close();
		assertThatTheLogHas(output, "");
	}

	/**
	 * One line for each kind of failure, and none with a stack trace.
	 */
	private static void assertThatTheLogHas(CapturedOutput output, String... reasons) {
		List<String> lines = output.toString().lines().filter((line) -> line.contains(" cannot be read: ")).toList();
		assertThat(lines).hasSize(reasons.length);
		for (int i = 0; i < reasons.length; i++) {
			assertThat(lines.get(i)).contains("The read model at 127.0.0.1:", reasons[i]);
		}
		assertThat(output).doesNotContain("\tat ");
	}

	private static void answerWithHttp(ServerSocket server) {
		while (!server.isClosed()) {
			try (Socket client = server.accept()) {
				client.setSoLinger(true, 0);
				client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				client.getInputStream().read();
			}
			catch (IOException ex) {
				// The service or this test has closed it.
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "users", "projection_cursor" })
	void aMissingRightIsNamedOnceAndGrantingItSuffices(String table, CapturedOutput output) {
		this.readModel.createTables();
		Api api = startService();
		assertRecovery(api);
		this.readModel.execute("REVOKE SELECT ON %s FROM enrol_query".formatted(table));
		api.get("/users", "Accept", "application/hal+json").hasProblem(503, "service-unavailable");
		assertThat(api.get("/users").hasProblem(503, "service-unavailable").response().body())
			.doesNotContain("enrol_query");
		assertAliveButNotReady(api);
		assertThat(output).containsOnlyOnce("cannot be read: SELECT command denied to user 'enrol_query'@")
			.doesNotContain("\tat ");
		this.readModel.execute("GRANT SELECT ON %s TO enrol_query".formatted(table));
		assertRecovery(api);
	}

	private static void assertOutage(Api api, String problem) {
		String user = "/users/" + ReadModel.id(1);
		String at = "at=" + new ConsistencyToken(0, 1_000).encode();
		long start = System.nanoTime();
		List<CompletableFuture<Answer>> answers = Stream
			.of("/users", "/users?email=ann@example.com", "/users?" + at, user, user + "?" + at, "/projection")
			.map((path) -> api.getAsync(path, "Accept", "application/hal+json"))
			.toList();
		assertThat(answers).allSatisfy((pending) -> {
			Answer answer = pending.join().hasProblem(503, problem);
			assertThat(answer.header("Retry-After")).contains("5");
			assertThat(answer.response().body()).doesNotContainIgnoringCase("exception", "sql", "table");
		});
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThat(api.get("/").status()).isEqualTo(200);
		assertThat(api.get("/status").body().at("/components").valueStream())
			.filteredOn((component) -> component.at("/name").asString().equals("db"))
			.singleElement()
			.extracting((component) -> component.at("/reason").asString())
			.asString()
			.matches("The (database of the read model (cannot be reached|refuses this service)"
					+ "|read model has not been created yet)\\.");
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
		return startService(Account.QUERY.username(), Account.password());
	}

	private Api startService(String username, String password) {
		this.context = (ServletWebServerApplicationContext) QueryServiceApplication.application()
			.run("--server.port=0", "--spring.datasource.url=" + this.schema.jdbcUrl(),
					"--spring.datasource.username=" + username, "--spring.datasource.password=" + password);
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
