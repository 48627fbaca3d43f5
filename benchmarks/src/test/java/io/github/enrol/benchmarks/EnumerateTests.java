/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EnumerateTests {

	@Test
	void theTimeTellsNothingOrEverything() {
		assertThat(Enumerate.longer(new long[] { 1, 2, 3 }, new long[] { 3, 1, 2 })).isEqualTo(0.5);
		assertThat(Enumerate.longer(new long[] { 4, 5 }, new long[] { 1, 2, 3 })).isEqualTo(1);
		assertThat(Enumerate.longer(new long[] { 1 }, new long[] { 2, 3 })).isZero();
		assertThat(Enumerate.longer(new long[] { 2, 2 }, new long[] { 2, 1 })).isEqualTo(0.75);
	}

}
