/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.enrol.projector.projection.ProjectionCursor.CursorMovedException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The delays between attempts and when retrying ends. No real time passes here.
 */
class RetriesTests {

	private final AtomicBoolean goOn = new AtomicBoolean(true);

	private final Retries retries = new Retries(Duration.ofMillis(100), Duration.ofMillis(300), this.goOn::get);

	private final List<Duration> delays = new ArrayList<>();

	private int tries;

	@Test
	void delaysGrowUntilTheStepSucceedsAndThenStartOver() {
		this.retries.untilItSucceeds(() -> failUntil(5), this.delays::add);
		assertThat(this.delays).extracting(Duration::toMillis).containsExactly(100L, 200L, 300L, 300L);
		this.delays.clear();
		this.retries.untilItSucceeds(() -> failUntil(7), this.delays::add);
		assertThat(this.delays).extracting(Duration::toMillis).containsExactly(100L);
	}

	@Test
	void reportsWhetherStepsSucceed() {
		assertThat(this.retries.isSucceeding()).isFalse();
		this.retries.untilItSucceeds(() -> {
		}, this.delays::add);
		assertThat(this.retries.isSucceeding()).isTrue();
		this.retries.untilItSucceeds(() -> failUntil(2), (delay) -> assertThat(this.retries.isSucceeding()).isFalse());
		assertThat(this.retries.isSucceeding()).isTrue();
	}

	@Test
	void aTakeoverByAnotherInstanceIsNoFailure() {
		this.retries.untilItSucceeds(() -> {
		}, this.delays::add);
		this.retries.untilItSucceeds(() -> {
			if (++this.tries < 2) {
				throw new CursorMovedException(3);
			}
		}, (delay) -> {
			this.delays.add(delay);
			assertThat(this.retries.isSucceeding()).isTrue();
		});
		assertThat(this.delays).containsExactly(Duration.ofMillis(100));
	}

	@Test
	void aFailureDuringAStopIsNotRetried() {
		this.retries.untilItSucceeds(() -> {
			this.goOn.set(false);
			failUntil(100);
		}, this.delays::add);
		assertThat(this.tries).isEqualTo(1);
		this.retries.untilItSucceeds(() -> failUntil(100), this.delays::add);
		assertThat(this.tries).isEqualTo(1);
	}

	@Test
	void aWakeupIsNoFailure() {
		assertThatExceptionOfType(WakeupException.class).isThrownBy(() -> this.retries.untilItSucceeds(() -> {
			throw new WakeupException();
		}, this.delays::add));
		assertThat(this.delays).isEmpty();
	}

	private void failUntil(int success) {
		if (++this.tries < success) {
			throw new IllegalStateException("not yet");
		}
	}

}
