/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinesTests {

	@Test
	void drawsTheMedianOfTheRounds() {
		Lines lines = new Lines("seconds", "requests/s");
		lines.add("A & B", new double[] { 0, 100 });
		lines.add("A & B", new double[] { 50, 100, 100 });
		// The axis goes from 0, at the bottom, to 100, at the top.
		assertThat(lines.svg()).contains("A &amp; B").contains("points=\"242.5,282.5 587.5,20.0\"");
	}

}
