/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpreadTests {

	@Test
	void hasTheMiddleAndBothEnds() {
		assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
		assertThat(Spread.of(List.of(2.0, 1.0, 9.0, 4.0))).isEqualTo(new Spread(3, 1, 9));
	}

	@Test
	void writesThreeDigitsThatMatter() {
		assertThat(List.of(12345.6, 123.4, 12.34, 1.234, 0.1234, 0.001234, 0.0)).extracting(Spread::format)
			.containsExactly("12,346", "123", "12.3", "1.23", "0.123", "0.00123", "0");
	}

}
