/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsStateTests {

	private final AtomicInteger givenUp = new AtomicInteger();

	private final StreamsState state = new StreamsState(this.givenUp::incrementAndGet);

	@Test
	void isNotReadyBeforeItHasRun() {
		assertThat(this.state.isReady()).isFalse();
		change(State.REBALANCING);
		assertThat(this.state.isReady()).isFalse();
	}

	@Test
	void staysReadyDuringLaterRebalances() {
		change(State.RUNNING);
		assertThat(this.state.isReady()).isTrue();
		change(State.REBALANCING);
		assertThat(this.state.isReady()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "RUNNING", "REBALANCING" })
	void isNotReadyInAnyOtherState(State other) {
		change(State.RUNNING);
		change(other);
		assertThat(this.state.isReady()).isFalse();
		assertThat(this.givenUp).hasValue((other == State.ERROR) ? 1 : 0);
	}

	private void change(State next) {
		this.state.onChange(next, this.state.state());
	}

}
