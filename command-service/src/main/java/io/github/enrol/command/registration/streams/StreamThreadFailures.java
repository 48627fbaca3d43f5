/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.UnknownRulesException;
import io.github.enrol.kafka.KafkaFailures;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Replaces a failed stream thread: its commands are decided again, none is passed over. A
 * partition that keeps failing at the same command is stuck: the log and health report
 * that once, and retries continue at a slow pace, since the cause may disappear by
 * itself.
 */
final class StreamThreadFailures implements StreamsUncaughtExceptionHandler {

	/**
	 * Consecutive failures at one command that make its partition stuck. Each takes a
	 * session timeout, after which the group assigns the partition to the next thread.
	 */
	static final int MAX_IN_A_ROW = 5;

	private static final Logger logger = LoggerFactory.getLogger(StreamThreadFailures.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	/** Shorter than the time for which a stop waits for threads. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	/**
	 * A partition without failures for this long no longer counts as stuck here: another
	 * instance has it.
	 */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	/** Longer than the next thread takes to be refused. */
	private static final Duration REFUSED = Duration.ofSeconds(10);

	private final Map<Integer, PartitionProgress> partitions = new ConcurrentHashMap<>();

	/** Failures without a single partition; the offset is the sum over all partitions. */
	private final PartitionProgress others = new PartitionProgress();

	private volatile @Nullable String refusal;

	private volatile long lastRefusal;

	private final LongConsumer pause;

	StreamThreadFailures() {
		this(StreamThreadFailures::pause);
	}

	/**
	 * Uses another way of waiting.
	 * @param pause waits for the given number of milliseconds
	 */
	StreamThreadFailures(LongConsumer pause) {
		this.pause = pause;
	}

	/**
	 * Returns the progress of a partition of {@code user-commands}.
	 */
	PartitionProgress of(int partition) {
		return this.partitions.computeIfAbsent(partition, (number) -> new PartitionProgress());
	}

	/**
	 * Returns whether any partition is stuck, which a restart may mend.
	 */
	boolean isStuck() {
		return all().anyMatch(PartitionProgress::isStuck);
	}

	/**
	 * Returns the number of partitions that are stuck or wait for newer rules; failures
	 * without a partition count as one.
	 */
	int undecided() {
		return (int) all().filter((partition) -> partition.isStuck() || partition.isOutdated()).count();
	}

	private Stream<PartitionProgress> all() {
		return Stream.concat(Stream.of(this.others), this.partitions.values().stream());
	}

	/**
	 * Returns whether Kafka has just refused this service, which is no fault of a command
	 * and cannot be mended by a restart.
	 */
	boolean isRefused() {
		return this.refusal != null && System.nanoTime() - this.lastRefusal < REFUSED.toNanos();
	}

	/**
	 * Returns whether a partition waits for a build that knows newer rules, which a
	 * restart cannot mend.
	 */
	boolean isOutdated() {
		return all().anyMatch(PartitionProgress::isOutdated);
	}

	/**
	 * Called again and again while a partition waits for a build that knows newer rules.
	 */
	void outdated(int partition, long offset, UnknownRulesException unknown) {
		if (of(partition).outdated(offset)) {
			logger.atError()
				.addKeyValue("partition", partition)
				.addKeyValue("offset", offset)
				.log("Partition {} of user-commands is not decided here from offset {} on: that command is {}. See"
						+ " \"New decision rules\" in docs/operations.md.", partition, offset, unknown.getMessage());
		}
	}

	@Override
	public StreamThreadExceptionResponse handle(Throwable failure) {
		if (KafkaFailures.isOutage(failure)) {
			refused(KafkaFailures.reason(failure));
			this.pause.accept(LONGEST_PAUSE.toMillis());
			return StreamThreadExceptionResponse.REPLACE_THREAD;
		}
		@Nullable Integer number = (failure instanceof StreamsException ex) ? ex.taskId().map(TaskId::partition).orElse(null)
				: null;
		logger.error("A stream thread has failed and is replaced", failure);
		PartitionProgress partition = (number != null) ? of(number) : this.others;
		if (number == null) {
			// Progress of any partition counts.
			this.others.begin(this.partitions.values().stream().mapToLong((progress) -> progress.offset + 1).sum());
		}
		int inARow = partition.failed();
		if (inARow == MAX_IN_A_ROW) {
			Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
			String what = (number != null)
					? "Partition " + number + " of user-commands is stuck at offset " + partition.offset
					: "The stream threads are stuck";
			LoggingEventBuilder line = logger.atError();
			if (number != null) {
				line.addKeyValue("partition", number).addKeyValue("offset", partition.offset);
			}
			line.log("{} after {} failures in a row, the last by {}. See \"A partition that is stuck\" in"
					+ " docs/operations.md.", what, inARow, cause.getClass().getName());
		}
		this.pause.accept(Math.min(FIRST_PAUSE.toMillis() << Math.min(inARow - 1, 10), LONGEST_PAUSE.toMillis()));
		return StreamThreadExceptionResponse.REPLACE_THREAD;
	}

	private void refused(String reason) {
		if (!isRefused() || !reason.equals(this.refusal)) {
			logger.warn("Kafka refuses the stream threads, trying again: {}", reason);
		}
		this.refusal = reason;
		this.lastRefusal = System.nanoTime();
	}

	private static void pause(long milliseconds) {
		try {
			Thread.sleep(milliseconds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A partition's position and its failures there. One thread at a time decides a
	 * partition.
	 */
	static final class PartitionProgress {

		private volatile long offset = -1;

		private volatile long failedAt = -1;

		private volatile int inARow;

		private volatile long lastFailure;

		private volatile long lastOutdated;

		private volatile long outdatedAt = -1;

		/**
		 * Called before a command is decided; all earlier ones are decided by then.
		 */
		void begin(long offset) {
			this.offset = offset;
		}

		/**
		 * Returns whether that is news.
		 */
		private boolean outdated(long offset) {
			boolean known = isOutdated();
			this.lastOutdated = System.nanoTime();
			this.outdatedAt = offset;
			return !known;
		}

		private boolean isOutdated() {
			return this.outdatedAt >= this.offset && this.outdatedAt >= 0
					&& System.nanoTime() - this.lastOutdated < MEMORY.toNanos();
		}

		private synchronized int failed() {
			this.inARow = (this.offset > this.failedAt) ? 1 : this.inARow + 1;
			this.failedAt = Math.max(this.failedAt, this.offset);
			this.lastFailure = System.nanoTime();
			return this.inARow;
		}

		private boolean isStuck() {
			return this.inARow >= MAX_IN_A_ROW && this.offset <= this.failedAt
					&& System.nanoTime() - this.lastFailure < MEMORY.toNanos();
		}

	}

}
