/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * How far the read model follows the events, from one snapshot of the database. All times
 * are UTC, by the clock of the database.
 *
 * @param readAt when this was read
 * @param rebuilding whether a rebuild of the read model runs
 * @param partitions the partitions of {@code user-events}; empty before any projector ran
 */
public record Projection(LocalDateTime readAt, boolean rebuilding, List<Partition> partitions) {

	/** Projectors report at least every 5 s. */
	private static final Duration STALE = Duration.ofSeconds(10);

	/**
	 * Returns the time of the oldest report.
	 * @return null if there is none of some partition
	 */
	public @Nullable LocalDateTime asOf() {
		return known(Partition::asOf) ? this.partitions.stream()
			.map((partition) -> Objects.requireNonNull(partition.asOf))
			.min(Comparator.naturalOrder())
			.orElse(null) : null;
	}

	/**
	 * Whether some partition has had no report for 10 s, or none at all.
	 */
	public boolean isStale() {
		return this.partitions.isEmpty() || this.partitions.stream().anyMatch(this::isStale);
	}

	public boolean isStale(Partition partition) {
		return partition.asOf == null || partition.asOf.plus(STALE).isBefore(this.readAt);
	}

	/**
	 * Returns the sum of the partitions' lags, in offsets.
	 * @return null if one is not known
	 */
	public @Nullable Long lag() {
		return known(Partition::lag)
				? this.partitions.stream().mapToLong((partition) -> Objects.requireNonNull(partition.lag())).sum()
				: null;
	}

	/**
	 * Returns the greatest of the partitions' lags.
	 * @return null if one is not known
	 */
	public @Nullable Duration lagTime() {
		return known(this::lagTime) ? this.partitions.stream()
			.map((partition) -> Objects.requireNonNull(lagTime(partition)))
			.max(Comparator.naturalOrder())
			.orElse(null) : null;
	}

	/**
	 * Returns for how long events may have waited: whatever was committed before is
	 * projected.
	 * @return null if that is not known
	 */
	public @Nullable Duration lagTime(Partition partition) {
		Long lag = partition.lag();
		boolean caughtUp = lag != null && lag == 0;
		if (caughtUp && !isStale(partition)) {
			return Duration.ZERO;
		}
		LocalDateTime complete = caughtUp ? partition.asOf : partition.caughtUpAt;
		return (complete != null) ? Duration.between(complete, this.readAt) : null;
	}

	private boolean known(Function<Partition, @Nullable Object> value) {
		return !this.partitions.isEmpty() && this.partitions.stream().map(value).noneMatch(Objects::isNull);
	}

	/**
	 * One partition. What a projector has to report is null before it has.
	 *
	 * @param partition its number
	 * @param next offset of the next event to project
	 * @param users number of users projected from it
	 * @param end end of the committed events
	 * @param asOf when Kafka said so
	 * @param caughtUpAt when all events were last projected
	 * @param movedAt when the position was last seen to move
	 */
	public record Partition(int partition, long next, long users, @Nullable Long end, @Nullable LocalDateTime asOf,
			@Nullable LocalDateTime caughtUpAt, @Nullable LocalDateTime movedAt) {

		/**
		 * Returns the number of offsets that are left, among them the markers of
		 * transactions, which are no events.
		 */
		public @Nullable Long lag() {
			return (this.end != null) ? (Long) Math.max(0, this.end - this.next) : null;
		}

	}

}
