/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarmthTests {

	@Test
	void isReachedWhenTwoTurnsGainNothing() {
		assertThat(left(180, 100, 200, 190, 300, 310, 305, 999)).containsExactly(999);
	}

	@Test
	void isNotWaitedForLongerThanAllowed() {
		assertThat(left(20, 100, 200, 400)).containsExactly(400);
	}

	private static Queue<Integer> left(int most, Integer... rates) {
		Queue<Integer> left = new ArrayDeque<>(List.of(rates));
		Warmth.reach(Duration.ofSeconds(most), (turn) -> new Load(left.remove(), 1, 0, 1, 1, 1, 1));
		return left;
	}

}
