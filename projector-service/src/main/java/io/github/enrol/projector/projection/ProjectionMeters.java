/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Measures and traces the projection of this instance.
 */
final class ProjectionMeters {

	/** From what is usual to a backlog. */
	private static final Duration[] BUCKETS = { Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1) };

	private final Counter users;

	private final Counter erasures;

	private final Timer batches;

	private final Timer delay;

	private final Counter failures;

	private final ProjectionLag lag;

	private final RecordTraces traces;

	ProjectionMeters(MeterRegistry meters, ProjectionLag lag, RecordTraces traces) {
		this.lag = lag;
		this.traces = traces;
		this.users = Counter.builder("projection.users")
			.description("Users that this instance has added to the read model")
			.register(meters);
		this.erasures = Counter.builder("projection.erasures")
			.description("Erasures that this instance has projected")
			.register(meters);
		this.batches = Timer.builder("projection.batch").description("Duration of writing a batch").register(meters);
		this.delay = Timer.builder("projection.delay")
			.description("Time from a registration's command until its user can be read")
			.serviceLevelObjectives(BUCKETS)
			.register(meters);
		this.failures = Counter.builder("projection.failures")
			.description("Attempts to project, or to prepare the read model, that failed")
			.register(meters);
	}

	/**
	 * Writes a batch, traces it, and measures it unless it fails.
	 * @param write returns what was written of the batch
	 */
	void measure(Batch batch, UnaryOperator<Batch> write) {
		long start = System.nanoTime();
		Batch written = this.traces.processTogether("project", batch.events(), () -> write.apply(batch));
		this.batches.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
		int users = written.rows().size();
		this.users.increment(users);
		this.erasures.increment(written.changes().size() - users);
		this.lag.written(written.lastTimes());
		long now = System.currentTimeMillis();
		// An event has the time of its command. Clocks may differ.
		written.rows()
			.forEach((row) -> this.delay.record(Math.max(0, now - row.record().timestamp()), TimeUnit.MILLISECONDS));
	}

	void failed() {
		this.failures.increment();
	}

}
