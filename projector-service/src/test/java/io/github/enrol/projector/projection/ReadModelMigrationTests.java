/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReadModelMigrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "5.5.5-10.11.14-MariaDB-0+deb12u2", "5.7.44" })
	void refusesServersThatLoseMilliseconds(String version) {
		assertThatExceptionOfType(FlywayException.class)
			.isThrownBy(() -> ReadModelMigration.requireMilliseconds(version))
			.withMessageContaining(version);
	}

	@ParameterizedTest
	@ValueSource(strings = { "8.0.33", "9.7.0", "11.4.5-MariaDB", "12.0.1-MariaDB" })
	void acceptsOthers(String version) {
		assertThatCode(() -> ReadModelMigration.requireMilliseconds(version)).doesNotThrowAnyException();
	}

}
