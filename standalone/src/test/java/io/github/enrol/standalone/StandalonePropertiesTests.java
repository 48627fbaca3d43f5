/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;

import io.github.enrol.embedded.StartException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The configuration, and how invalid values are refused.
 */
class StandalonePropertiesTests {

	@Test
	void everythingHasADefault() {
		assertThat(StandaloneProperties.from()).isEqualTo(new StandaloneProperties(Path.of("data"), 8081, 8082, 8083,
				19092, 13306, "embedded", "enrol", "enrol", false));
	}

	@Test
	void argumentsOverrideDefaults() {
		StandaloneProperties properties = StandaloneProperties.from("--enrol.data-directory=elsewhere",
				"--enrol.kafka-port=9092");
		assertThat(properties).isEqualTo(new StandaloneProperties(Path.of("elsewhere"), 8081, 8082, 8083, 9092, 13306,
				"embedded", "enrol", "enrol", false));
	}

	@Test
	void zeroMeansAnyFreePort() {
		assertThat(StandaloneProperties.from("--enrol.database-port=0").databasePort()).isPositive();
	}

	@Test
	void eachPortHasItsPurposeAndTheVariableThatMovesIt() {
		assertThat(StandaloneProperties.from().ports()).extracting(Object::toString)
			.containsExactly("8081 for the command-service (ENROL_COMMANDSERVICEPORT moves it)",
					"8082 for the query-service (ENROL_QUERYSERVICEPORT moves it)",
					"8083 for the projector-service (ENROL_PROJECTORSERVICEPORT moves it)",
					"19092 for the Kafka broker (ENROL_KAFKAPORT moves it)",
					"13306 for the database (ENROL_DATABASEPORT moves it)");
	}

	@Test
	void aDatabaseAtAUrlNeedsNoPortHere() {
		StandaloneProperties properties = StandaloneProperties.from("--enrol.database=jdbc:mysql://db.example/enrol");
		assertThat(properties.isDatabaseEmbedded()).isFalse();
		assertThat(properties.ports()).extracting(StandaloneProperties.Port::purpose).doesNotContain("the database");
	}

	@Test
	void aPortOutOfRangeIsRefusedInOneLine() {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> StandaloneProperties.from("--enrol.kafka-port=65536"))
			.withMessage("The configuration cannot be used: Property enrol.kafka-port with value '65536' is invalid: "
					+ "It must be 0 to 65535");
	}

	@Test
	void aNonNumericPortIsRefusedInOneLine() {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> StandaloneProperties.from("--enrol.kafka-port=nine"))
			.withMessageMatching("The configuration cannot be used: .*kafka-port.*\"nine\".*")
			.withMessageNotContaining("\n");
	}

}
