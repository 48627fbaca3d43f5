/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import com.github.f4b6a3.ulid.Ulid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UserIdsTests {

	private static final long NOW = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();

	@ParameterizedTest
	@ValueSource(longs = { 1, 5_000, 10_000, 10_001, 60_000, 86_400_000, 1_000_000_000_000L })
	void idsNeverFallWhenTheClockStepsBack(long step) {
		AtomicLong clock = new AtomicLong(NOW);
		UserIds ids = new UserIds(clock::get);
		Ulid before = ids.make();
		clock.addAndGet(-step);
		Ulid after = ids.make();
		assertThat(after).isGreaterThan(before);
		assertThat(after.getInstant()).isEqualTo(before.getInstant());
		clock.set(NOW + 1);
		assertThat(ids.make().getTime()).isEqualTo(NOW + 1);
	}

	@Test
	void idsRiseWhateverTheClockDoes() {
		Random random = new Random(16);
		AtomicLong clock = new AtomicLong(NOW);
		UserIds ids = new UserIds(
				() -> clock.addAndGet(Math.round(random.nextGaussian() * Duration.ofMinutes(1).toMillis())));
		List<Ulid> made = IntStream.range(0, 10_000).mapToObj((i) -> ids.make()).toList();
		assertThat(made).isSorted().doesNotHaveDuplicates();
	}

}
