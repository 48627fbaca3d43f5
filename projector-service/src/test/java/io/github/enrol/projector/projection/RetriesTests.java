/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.enrol.projector.projection.ProjectionCursor.CursorMovedException;
import io.github.enrol.projector.projection.Retries.Step;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The delays between attempts and when retrying ends. No real time passes here.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetriesTests {

	private final AtomicBoolean goOn = new AtomicBoolean(true);

	private final Retries retries = new Retries(Duration.ofMillis(100), Duration.ofMillis(300), this.goOn::get,
			() -> this.failed++);

	private final List<Duration> delays = new ArrayList<>();

	private int tries;

	private int failed;

	@Test
	void delaysGrowUntilTheStepSucceedsAndThenStartOver() {
		this.retries.untilItSucceeds(Step.PREPARING, () -> failUntil(5), this.delays::add);
		assertThat(this.delays).extracting(Duration::toMillis).containsExactly(100L, 200L, 300L, 300L);
		assertThat(this.failed).isEqualTo(4);
		this.delays.clear();
		this.retries.untilItSucceeds(Step.PREPARING, () -> failUntil(7), this.delays::add);
		assertThat(this.delays).extracting(Duration::toMillis).containsExactly(100L);
	}

	@Test
	void reportsWhetherStepsSucceed() {
		assertThat(this.retries.isSucceeding()).isFalse();
		this.retries.untilItSucceeds(Step.PREPARING, () -> {
		}, this.delays::add);
		assertThat(this.retries.isSucceeding()).isTrue();
		this.retries.untilItSucceeds(Step.PREPARING, () -> failUntil(2),
				(delay) -> assertThat(this.retries.isSucceeding()).isFalse());
		assertThat(this.retries.isSucceeding()).isTrue();
	}

	@Test
	void aTakeoverByAnotherInstanceIsNoFailure() {
		this.retries.untilItSucceeds(Step.PREPARING, () -> {
		}, this.delays::add);
		this.retries.untilItSucceeds(Step.PREPARING, () -> {
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
		this.retries.untilItSucceeds(Step.PREPARING, () -> {
			this.goOn.set(false);
			failUntil(100);
		}, this.delays::add);
		assertThat(this.tries).isEqualTo(1);
		this.retries.untilItSucceeds(Step.PREPARING, () -> failUntil(100), this.delays::add);
		assertThat(this.tries).isEqualTo(1);
	}

	@Test
	void aWakeupIsNoFailure() {
		assertThatExceptionOfType(WakeupException.class)
			.isThrownBy(() -> this.retries.untilItSucceeds(Step.PREPARING, () -> {
				throw new WakeupException();
			}, this.delays::add));
		assertThat(this.delays).isEmpty();
	}

	@Test
	void eachReasonIsLoggedOncePerOutageAndNoRowIsQuoted(CapturedOutput output) {
		List<SQLException> failures = List.of(new SQLException("lost", "08S01"),
				new SQLTransientConnectionException("timed out"), new SQLException("INSERT denied", "42000", 1142),
				new SQLException("Duplicate entry 'ada@example.org'", "23000", 1062),
				new SQLException("INSERT denied", "42000", 1142));
		for (int outage = 0; outage < 2; outage++) {
			this.tries = 0;
			this.retries.untilItSucceeds(Step.PROJECTING, () -> {
				if (++this.tries <= failures.size()) {
					throw new IllegalStateException(failures.get(this.tries - 1));
				}
			}, this.delays::add);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("Projecting failed")))
			.extracting((line) -> line.substring(line.lastIndexOf(": ") + 2))
			.containsExactly("lost (SQLState 08S01, error 0)", "INSERT denied (SQLState 42000, error 1142)",
					"SQLState 23000, error 1062", "lost (SQLState 08S01, error 0)",
					"INSERT denied (SQLState 42000, error 1142)", "SQLState 23000, error 1062");
		assertThat(output).doesNotContain("ada@example.org");
	}

	private void failUntil(int success) {
		if (++this.tries < success) {
			throw new IllegalStateException("not yet");
		}
	}

}
