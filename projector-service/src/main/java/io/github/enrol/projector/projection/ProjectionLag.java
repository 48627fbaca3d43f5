/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;

/**
 * How far this instance is behind in its partitions of {@code user-events}, also while
 * database or Kafka cannot be reached: then the time grows, and the number is the last
 * one known.
 * <p>
 * A partition that is complete up to some time is behind by the age of that time, unless
 * it was complete when Kafka last said so. The time is that of the last projected event,
 * or later, that at which none was left.
 */
final class ProjectionLag {

	/** How long a partition counts as complete without a word from Kafka. */
	private static final Duration TRUST = Duration.ofSeconds(10);

	private final Clock clock;

	private final Map<Integer, Reach> partitions = new ConcurrentHashMap<>();

	ProjectionLag(MeterRegistry meters, Clock clock) {
		this.clock = clock;
		Gauge.builder("projection.lag.events", this, ProjectionLag::events)
			.description("Offsets of user-events that are left to project in the partitions of this instance")
			.register(meters);
		TimeGauge.builder("projection.lag", this, TimeUnit.MILLISECONDS, ProjectionLag::millis)
			.description("Age of the oldest event that may be left to project in the partitions of this instance")
			.register(meters);
	}

	/**
	 * Takes what Kafka said of a partition.
	 * @param events the offsets that are left
	 * @param silence how long ago Kafka said so
	 */
	void known(int partition, long events, boolean complete, Duration silence) {
		long at = this.clock.millis() - silence.toMillis();
		this.partitions.merge(partition,
				new Reach(events, complete, at, complete ? at : Reach.UNKNOWN, this.clock.millis()), Reach::then);
	}

	/**
	 * Takes the times of the last events that were written of some partitions.
	 */
	void written(Map<Integer, Long> times) {
		long now = this.clock.millis();
		// A time in the future would hide a lag.
		times.forEach((partition, time) -> this.partitions.computeIfPresent(partition,
				(key, reach) -> reach.upTo(Math.min(time, now))));
	}

	/**
	 * Forgets partitions that are another instance's.
	 */
	void revoked(Collection<Integer> partitions) {
		this.partitions.keySet().removeAll(partitions);
	}

	private double events() {
		return this.partitions.values().stream().mapToLong(Reach::events).sum();
	}

	private double millis() {
		long now = this.clock.millis();
		return this.partitions.values().stream().mapToLong((reach) -> reach.behind(now)).max().orElse(0);
	}

	/**
	 * A partition.
	 *
	 * @param events the offsets that are left
	 * @param complete whether none is left
	 * @param at when Kafka said so
	 * @param upTo up to when all events are projected
	 * @param since when this instance first heard of the partition
	 */
	private record Reach(long events, boolean complete, long at, long upTo, long since) {

		private static final long UNKNOWN = Long.MIN_VALUE;

		Reach then(Reach next) {
			return new Reach(next.events, next.complete, next.at, Math.max(this.upTo, next.upTo), this.since);
		}

		Reach upTo(long time) {
			return new Reach(this.events, this.complete, this.at, Math.max(this.upTo, time), this.since);
		}

		long behind(long now) {
			if (this.complete && now - this.at <= TRUST.toMillis()) {
				return 0;
			}
			return Math.max(0, now - ((this.upTo != UNKNOWN) ? this.upTo : this.since));
		}

	}

}
