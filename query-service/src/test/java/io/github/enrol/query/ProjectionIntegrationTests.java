/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;

import io.github.enrol.http.database.SchemaLock;
import io.github.enrol.query.Api.Answer;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS)
class ProjectionIntegrationTests {

	private static final Schema schema = Backends.database().createSchema();

	private static final ReadModel readModel = new ReadModel(schema).createTables();

	private Api api;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		readModel.properties(registry);
	}

	@BeforeEach
	void setUp(@LocalServerPort int port) {
		this.api = new Api(port);
		readModel.clear();
	}

	@Test
	void theEntryLeadsToWhatIsKnownAboutTheProjection() {
		readModel.register(4);
		readModel.register(5);
		report(0, 1, 0, 0);
		report(1, 4, 0, 3);
		Answer answer = this.api.get(this.api.get("/").link("enrol:projection").orElseThrow());
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.header("Content-Type")).contains("application/hal+json");
		assertThat(answer.link("self")).get().asString().endsWith("/projection");
		JsonNode body = answer.body();
		assertThat(body.get("stale").asBoolean()).isFalse();
		assertThat(body.get("lag_events").asInt()).isEqualTo(3);
		assertThat(body.get("lag_seconds").asDouble()).isBetween(3.0, 60.0);
		assertThat(body.at("/partitions/0/lag_events").asInt()).isZero();
		assertThat(body.at("/partitions/0/lag_seconds").asDouble()).isZero();
		assertThat(body.at("/partitions/1/partition").asInt()).isEqualTo(1);
		assertThat(body.at("/partitions/1/next_offset").asInt()).isEqualTo(1);
		assertThat(body.at("/partitions/1/users").asInt()).isEqualTo(1);
		assertThat(body.at("/partitions/1/end_offset").asInt()).isEqualTo(4);
		assertThat(Instant.parse(body.at("/partitions/1/moved_at").asString()))
			.isBetween(Instant.now().minusSeconds(60), Instant.now());
		// What is projected after the report counts.
		readModel.register(9);
		assertThat(this.api.get("/projection").body().get("lag_events").asInt()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 11", "3, 0, 11", "3, 5, 16" })
	void anOldReportIsCalledStaleAndItsLagGrows(int lag, int caughtUpBefore, double seconds) {
		readModel.register(4);
		readModel.register(5);
		report(0, 1, 0, 0);
		report(1, 1 + lag, 11, 11 + caughtUpBefore);
		JsonNode body = this.api.get("/projection").body();
		assertThat(body.get("stale").asBoolean()).isTrue();
		assertThat(body.at("/partitions/0/stale").asBoolean()).isFalse();
		assertThat(body.at("/partitions/1/stale").asBoolean()).isTrue();
		assertThat(body.get("as_of")).isEqualTo(body.at("/partitions/1/as_of"));
		assertThat(body.get("lag_events").asInt()).isEqualTo(lag);
		assertThat(body.get("lag_seconds").asDouble()).isBetween(seconds, seconds + 60);
	}

	@Test
	void whatNoProjectorHasReportedIsNull() {
		JsonNode empty = this.api.get("/projection").body();
		assertThat(empty.get("read_at").isString()).isTrue();
		assertThat(empty.get("partitions").isEmpty()).isTrue();
		assertThat(empty.get("stale").asBoolean()).isTrue();
		assertThat(empty.get("as_of").isNull()).isTrue();
		assertThat(empty.get("lag_events").isNull()).isTrue();
		assertThat(empty.get("lag_seconds").isNull()).isTrue();
		readModel.register(4);
		readModel.register(5);
		report(0, 1, 0, 0);
		JsonNode body = this.api.get("/projection").body();
		assertThat(body.get("as_of").isNull()).isTrue();
		assertThat(body.get("lag_events").isNull()).isTrue();
		for (String unknown : new String[] { "end_offset", "lag_events", "lag_seconds", "moved_at", "as_of" }) {
			assertThat(body.at("/partitions/1/" + unknown).isNull()).as(unknown).isTrue();
		}
	}

	@Test
	void aRebuildIsSeenWhileItHoldsItsLock() throws Exception {
		assertThat(isRebuilding()).isFalse();
		try (Connection rebuild = DriverManager.getConnection(schema.jdbcUrl(), schema.username(), schema.password())) {
			rebuild.createStatement()
				.executeQuery("SELECT GET_LOCK('%s', 0)".formatted(SchemaLock.ofRebuild(rebuild.getCatalog())))
				.close();
			assertThat(isRebuilding()).isTrue();
		}
		org.awaitility.Awaitility.await().until(() -> !isRebuilding());
	}

	@Test
	void itHasNoParameters() {
		this.api.get("/projection?size=1").hasProblem(400, "invalid-request");
		assertThat(this.api.head("/projection").statusCode()).isEqualTo(200);
	}

	private boolean isRebuilding() {
		return this.api.get("/projection").body().at("/rebuild/running").asBoolean();
	}

	/**
	 * Reports as a projector does.
	 * @param age of the report, in seconds
	 * @param caughtUp how long ago all was projected, in seconds
	 */
	private static void report(int partition, long end, int age, int caughtUp) {
		readModel.execute("""
				INSERT INTO projection_status (topic_partition, next_offset, end_offset, as_of, caught_up_at, moved_at)
				VALUES (%d, 0, %d, UTC_TIMESTAMP(3) - INTERVAL %d SECOND, UTC_TIMESTAMP(3) - INTERVAL %d SECOND,
					UTC_TIMESTAMP(3))""".formatted(partition, end, age, caughtUp));
	}

}
