/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.List;

import io.github.enrol.projector.ProjectorOnRealParts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Positions of a {@code user-events} that is gone: of a lost cluster, for example.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherLogIntegrationTests extends ProjectorOnRealParts {

	private static final String REASON = "The positions in the database are of another user-events";

	@Test
	void noEventIsPassedOverUntilTheTablesAreEmptied(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "A", "a@example.com", 0);
			send(0, "B", "b@example.com", 1);
			awaitUsers(2);
		}
		closeProducer();
		replaceLog();
		send(0, "C", "c@example.com", 0);
		send(0, "D", "d@example.com", 1);
		send(0, "E", "e@example.com", 2);
		try (ConfigurableApplicationContext projector = start()) {
			awaitReason(output);
			assertThat(get(projector, "health/readiness").statusCode()).isEqualTo(503);
			assertThat(get(projector, "health/liveness").statusCode()).isEqualTo(200);
			assertThat(projector.getBean(UserEventsConsumer.class).failure())
				.hasValue("The read model is of another user-events than Kafka has.");
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "FAILED");
			assertThat(get(projector, "rebuild").body()).contains(REASON);
			assertThat(names()).containsExactlyInAnyOrder("A", "B");
			emptyTables();
			awaitUsers(3);
			assertThat(names()).containsExactlyInAnyOrder("C", "D", "E");
			awaitReady(projector);
		}
	}

	@Test
	void aLogThatIsReplacedUnderARunningProjectorIsNoticed(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "A", "a@example.com", 0);
			awaitUsers(1);
			closeProducer();
			replaceLog();
			awaitReason(output);
			send(0, "C", "c@example.com", 0);
			send(0, "D", "d@example.com", 1);
			emptyTables();
			awaitUsers(2);
			assertThat(names()).containsExactlyInAnyOrder("C", "D");
			awaitReady(projector);
		}
	}

	@Test
	void anErasureIsRememberedThoughTheOtherLogHadOneAtItsPosition() throws Exception {
		erase("01KAS3T8R5Y9M2V7QX5Z000001");
		closeProducer();
		replaceLog();
		emptyTables();
		erase("01KAS3T8R5Y9M2V7QX5Z000002");
	}

	private void erase(String id) throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			producer.send(event(0, id, "A", "a@example.com", 0)).get();
			producer.send(erasure(0, id, "a@example.com", 1)).get();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(
						this.database.sql("SELECT user_id FROM user_erasures").query(String.class).list())
					.contains(id));
		}
	}

	/**
	 * That is a mirror, which has the same events at the same offsets.
	 */
	@Test
	void positionsWithoutALogAreTakenAsThoseOfTheLogThatIsThere() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "A", "a@example.com", 0);
			awaitUsers(1);
		}
		List<List<String>> before = allRows();
		this.database.sql("UPDATE projection_cursor SET topic_id = NULL").update();
		try (ConfigurableApplicationContext projector = start()) {
			awaitReady(projector);
		}
		assertThat(allRows()).isEqualTo(before);
	}

	private void emptyTables() {
		this.database.sql("DELETE FROM users").update();
		this.database.sql("DELETE FROM projection_cursor").update();
	}

	private List<String> names() {
		return this.database.sql("SELECT name FROM users").query(String.class).list();
	}

	private static void awaitReason(CapturedOutput output) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(output.getAll().split("Projecting failed.*" + REASON, -1)).hasSize(2));
	}

}
