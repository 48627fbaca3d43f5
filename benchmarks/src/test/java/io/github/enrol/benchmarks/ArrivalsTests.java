/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ArrivalsTests {

	@Test
	void waitsForTheLastAndNoLonger() {
		Iterator<Long> counts = List.of(1L, 1L, 2L, 5L).iterator();
		Arrivals arrivals = Arrivals.await(counts::next, 5, Duration.ofMinutes(1));
		assertThat(arrivals.users()).isEqualTo(5);
		assertThat(arrivals.seconds()).isPositive();
	}

	@Test
	void doesNotWaitForThoseWhoAreThere() {
		assertThat(Arrivals.await(() -> 7, 5, Duration.ofMinutes(1))).isEqualTo(new Arrivals(7, 0));
	}

	@Test
	void givesUpWhenNoneComes() {
		AtomicInteger calls = new AtomicInteger();
		Arrivals arrivals = Arrivals.await(() -> Math.min(3, calls.incrementAndGet()), 5, Duration.ofMillis(1));
		assertThat(arrivals.users()).isLessThan(5);
		// The time of the last one, not of the patience after it.
		Arrivals none = Arrivals.await(() -> 0, 5, Duration.ofMillis(1));
		assertThat(none).isEqualTo(new Arrivals(0, 0));
	}

	@Test
	void countsTheWaitAfterTheLoad() {
		assertThat(new Arrivals(300, 1).rate(2)).isCloseTo(100, within(1e-9));
	}

}
