/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimestampsTests {

	@ParameterizedTest
	@CsvSource({ "2026-11-23T20:54:07Z, 2026-11-23T20:54:07.000Z", "2026-11-23T20:54:07.4Z, 2026-11-23T20:54:07.400Z",
			"2026-11-23T20:54:07.123Z, 2026-11-23T20:54:07.123Z", "2026-11-23T20:54:00Z, 2026-11-23T20:54:00.000Z",
			"2026-11-23T00:00:00Z, 2026-11-23T00:00:00.000Z", "2026-11-23T20:54:07.1239999Z, 2026-11-23T20:54:07.123Z",
			"1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
			"9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999Z" })
	void alwaysHasThreeFractionalDigits(Instant time, String text) {
		assertThat(Timestamps.isInRange(time)).isTrue();
		assertThat(Timestamps.format(time)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1969-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
			"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z" })
	void cannotBeOutOfRange(Instant time) {
		assertThat(Timestamps.isInRange(time)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> Timestamps.format(time))
			.withMessage("a time must be between 1970-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z");
	}

	@Test
	void readsBackToTheMillisecond() {
		Random random = new Random(16);
		for (int i = 0; i < 10_000; i++) {
			Instant time = Instant.ofEpochMilli(random.nextLong(Timestamps.MAX.toEpochMilli() + 1))
				.plusNanos(random.nextInt(1_000_000));
			String text = Timestamps.format(time);
			assertThat(text).hasSize(24);
			assertThat(Instant.parse(text)).isEqualTo(Instant.ofEpochMilli(time.toEpochMilli()));
		}
	}

}
