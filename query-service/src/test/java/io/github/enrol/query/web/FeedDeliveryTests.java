/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FeedDeliveryTests {

	/** Of 300 bytes on average, 2,000 readers keep less than 20 MB. */
	@Test
	void theMoreReadersTheLessIsKeptForEach() {
		assertThat(IntStream.of(0, 1, 32).map(FeedDelivery::page)).containsOnly(256);
		assertThat(FeedDelivery.page(100)).isEqualTo(81);
		assertThat(IntStream.of(256, 2_000, 100_000).map(FeedDelivery::page)).containsOnly(32);
	}

}
