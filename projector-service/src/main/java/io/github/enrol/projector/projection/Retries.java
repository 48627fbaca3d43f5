/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.enrol.projector.projection.ProjectionCursor.CursorMovedException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Retries steps with growing delays until the projector stops.
 */
final class Retries {

	private static final Logger logger = LoggerFactory.getLogger(Retries.class);

	private final ExponentialBackOff backOff;

	private final BooleanSupplier goOn;

	private final Runnable failed;

	/** The kinds of failures in the present outage. */
	private final Set<String> reported = new HashSet<>();

	private volatile boolean succeeding;

	private volatile @Nullable String failure;

	/**
	 * Creates retries.
	 * @param failed is called for each failure that is none of another instance's doing
	 */
	Retries(Duration first, Duration longest, BooleanSupplier goOn, Runnable failed) {
		this.backOff = new ExponentialBackOff(first.toMillis(), 2);
		this.backOff.setMaxInterval(longest.toMillis());
		this.goOn = goOn;
		this.failed = failed;
	}

	/**
	 * Repeats a step until it succeeds or the projector stops. Each reason for which it
	 * fails is logged once per outage.
	 * @param pause waits for a delay, or less if the projector stops
	 * @throws WakeupException if the step throws it, which is how a Kafka consumer is
	 * stopped
	 */
	void untilItSucceeds(Step step, Runnable action, Consumer<Duration> pause) {
		BackOffExecution delays = this.backOff.start();
		while (this.goOn.getAsBoolean()) {
			try {
				action.run();
				this.succeeding = true;
				this.failure = null;
				reportSuccess(step);
				return;
			}
			catch (WakeupException stop) {
				throw stop;
			}
			catch (RuntimeException ex) {
				report(step, ex);
				pause.accept(Duration.ofMillis(delays.nextBackOff()));
			}
		}
	}

	private void report(Step step, RuntimeException failure) {
		if (!this.goOn.getAsBoolean()) {
			logger.debug("Gave up because the projector is stopping", failure);
		}
		else if (failure instanceof CursorMovedException) {
			logger.info("Looking up positions again: {}", failure.getMessage());
		}
		else {
			this.succeeding = false;
			this.failed.run();
			this.failure = FailureReason.inWords(failure);
			if (this.reported.add(FailureReason.kind(failure))) {
				logger.warn("{} failed and is retried until it succeeds: {}", step.text, step.reason.apply(failure));
			}
			logger.debug("{} failed", step.text, failure);
		}
	}

	private void reportSuccess(Step step) {
		if (!this.reported.isEmpty()) {
			this.reported.clear();
			logger.info("{} has succeeded", step.text);
		}
	}

	/**
	 * Returns the last failure in words, unless a step has succeeded since.
	 */
	Optional<String> failure() {
		return Optional.ofNullable(this.failure);
	}

	boolean isSucceeding() {
		return this.succeeding;
	}

	/**
	 * What is repeated.
	 */
	enum Step {

		PREPARING("Preparing the read model", FailureReason::complete),

		PROJECTING("Projecting", FailureReason::withoutContent);

		private final String text;

		private final Function<Throwable, String> reason;

		Step(String text, Function<Throwable, String> reason) {
			this.text = text;
			this.reason = reason;
		}

	}

}
