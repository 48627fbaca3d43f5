/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.enrol.projector.projection.ProjectionCursor.CursorMovedException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Retries steps with growing delays until the projector stops.
 */
final class Retries {

	private static final Logger logger = LoggerFactory.getLogger(Retries.class);

	private final ExponentialBackOff backOff;

	private final BooleanSupplier goOn;

	private volatile boolean succeeding;

	Retries(Duration first, Duration longest, BooleanSupplier goOn) {
		this.backOff = new ExponentialBackOff(first.toMillis(), 2);
		this.backOff.setMaxInterval(longest.toMillis());
		this.goOn = goOn;
	}

	/**
	 * Repeats a step until it succeeds or the projector stops.
	 * @param pause waits for a delay, or less if the projector stops
	 * @throws WakeupException if the step throws it, which is how a Kafka consumer is
	 * stopped
	 */
	void untilItSucceeds(Runnable step, Consumer<Duration> pause) {
		BackOffExecution delays = this.backOff.start();
		while (this.goOn.getAsBoolean()) {
			try {
				step.run();
				this.succeeding = true;
				return;
			}
			catch (WakeupException stop) {
				throw stop;
			}
			catch (RuntimeException ex) {
				Duration delay = Duration.ofMillis(delays.nextBackOff());
				report(ex, delay);
				pause.accept(delay);
			}
		}
	}

	private void report(RuntimeException failure, Duration delay) {
		if (!this.goOn.getAsBoolean()) {
			logger.debug("Gave up because the projector is stopping", failure);
		}
		else if (failure instanceof CursorMovedException) {
			logger.info("Looking up positions again: {}", failure.getMessage());
		}
		else {
			this.succeeding = false;
			// Without the message, which may quote a row.
			logger.warn("Projecting failed with {}, next try in {} ms",
					NestedExceptionUtils.getMostSpecificCause(failure).getClass().getName(), delay.toMillis());
			logger.debug("Projecting failed", failure);
		}
	}

	boolean isSucceeding() {
		return this.succeeding;
	}

}
