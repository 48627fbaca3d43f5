/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.Map;
import java.util.Optional;

import io.github.enrol.benchmarks.Results.Limit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTests {

	private final Results results = new Results("test");

	@Test
	void aRatioIsTakenWithinARound() {
		add("a", 1, 10);
		add("b", 1, 5);
		add("a", 2, 30);
		add("b", 2, 10);
		assertThat(this.results.ratio("x", "s", "a", "b")).contains(new Spread(2.5, 2, 3));
	}

	@Test
	void aRoundThatOneContenderDidNotFinishHasNoRatio() {
		add("a", 1, 10);
		add("a", 2, 10);
		add("b", 1, 5);
		assertThat(this.results.ratio("x", "s", "a", "b")).contains(new Spread(2, 2, 2));
	}

	@Test
	void whatWasNotMeasuredHasNoRatioAndNoTarget() {
		add("a", 1, 10);
		Optional<Spread> ratio = this.results.ratio("x", "s", "a", "nobody");
		this.results.target("none", ratio, Limit.AT_LEAST, 1);
		assertThat(ratio).isEmpty();
		assertThat(this.results.targets()).isEmpty();
	}

	@Test
	void aTargetIsMetOrMissedByTheMedian() {
		this.results.target("high enough", Optional.of(new Spread(3, 1, 4)), Limit.AT_LEAST, 3);
		this.results.target("too high", Optional.of(new Spread(3, 1, 4)), Limit.AT_MOST, 2.9);
		assertThat(this.results.targets()).extracting(Results.Target::isMet).containsExactly(true, false);
		assertThat(this.results.targets().get(1)).hasToString("too high: 3.00 (1.00–4.00), target ≤ 2.90, MISSED");
	}

	private void add(String contender, int round, double value) {
		this.results.add("s", contender, round, Map.of("x", value));
	}

}
