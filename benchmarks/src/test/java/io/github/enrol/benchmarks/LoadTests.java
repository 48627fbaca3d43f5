/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LoadTests {

	private static final String LINE = """
			RESULT {"requests":100,"seconds":2.0,"errors":20,"p50":1.5,"p99":3,"p999":4,"max":5}""";

	private final Load load = Load.parse(List.of("Running 2s test", LINE, ""));

	@Test
	void readsWhatAGeneratorSays() {
		assertThat(this.load).isEqualTo(new Load(100, 2, 20, 1.5, 3, 4, 5));
	}

	@Test
	void countsNoErrorsAsServed() {
		assertThat(this.load.metrics()).containsEntry(Load.RATE, 40.0).containsEntry("errors", 20.0);
	}

	@Test
	void addsRatesAndKeepsTheWorseLatency() {
		Load both = this.load.and(new Load(50, 2.5, 0, 1, 9, 9, 9));
		assertThat(both).isEqualTo(new Load(150, 2.5, 20, 1.5, 9, 9, 9));
	}

	@Test
	void readsWhatAGeneratorSaysOfEachSecond() {
		String second = LINE.replace("RESULT", "SECOND");
		assertThat(Load.parseSeconds(List.of(second, LINE, second))).containsExactly(this.load, this.load);
	}

	@Test
	void showsTheOutputOfAGeneratorThatFailed() {
		assertThatIllegalStateException().isThrownBy(() -> Load.parse(List.of("unable to connect")))
			.withMessageContaining("unable to connect");
	}

}
