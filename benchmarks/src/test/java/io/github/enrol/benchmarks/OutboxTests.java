/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxTests {

	@Test
	void aListOfIdsIsPaddedToAPowerOfTwo() {
		assertThat(IntStream.of(1, 2, 3, 4, 5, 511, OutboxRelay.BATCH).map(OutboxRelay::padded)).containsExactly(1, 2,
				4, 4, 8, 512, 512);
	}

	@Test
	void rowsAreInsertedInPowersOfTwo() {
		assertThat(OutboxProjection.sizes(0)).isEmpty();
		assertThat(OutboxProjection.sizes(13)).containsExactly(8, 4, 1);
		assertThat(OutboxProjection.sizes(600)).containsExactly(256, 256, 64, 16, 8);
	}

}
