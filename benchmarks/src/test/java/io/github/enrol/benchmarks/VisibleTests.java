/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VisibleTests {

	private final Load load = new Load(120, 2, 20, 1, 2, 3, 4);

	@Test
	void onlyAnsweredUsersCount() {
		assertThat(Visible.throughput(this.load, new Arrivals(103, 2))).isEqualTo(Map.of(Visible.RATE, 25.0,
				"answered users/s", 50.0, "last visible after s", 2.0, "never visible", 0.0));
	}

	@Test
	void usersThatNeverBecameVisibleDoNotCount() {
		assertThat(Visible.throughput(this.load, new Arrivals(80, 0))).containsEntry(Visible.RATE, 40.0)
			.containsEntry("never visible", 20.0);
	}

}
