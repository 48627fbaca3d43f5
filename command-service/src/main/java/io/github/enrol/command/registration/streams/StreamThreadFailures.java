/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a stream thread that fails replaced: its commands are decided again, none is passed
 * over. A partition that fails again and again at the same command is stuck: that is
 * reported once, by the log and by health, and tried further at a slow pace, since the
 * cause may go away by itself.
 */
final class StreamThreadFailures implements StreamsUncaughtExceptionHandler {

	/**
	 * So many failures in a row at one command make its partition stuck. Each takes a
	 * session timeout, after which the group lets the next thread have the partition.
	 */
	static final int MAX_IN_A_ROW = 5;

	private static final Logger logger = LoggerFactory.getLogger(StreamThreadFailures.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	/** Shorter than the time that a stop waits for threads. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	/**
	 * A partition without a failure for so long is not stuck here any more: another
	 * instance has it.
	 */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	private final Map<Integer, PartitionProgress> partitions = new ConcurrentHashMap<>();

	/** Failures that come from no single partition; its offset is the sum of theirs. */
	private final PartitionProgress others = new PartitionProgress();

	private final LongConsumer pause;

	StreamThreadFailures() {
		this(StreamThreadFailures::pause);
	}

	/**
	 * With another way to wait.
	 * @param pause waits for so many milliseconds
	 */
	StreamThreadFailures(LongConsumer pause) {
		this.pause = pause;
	}

	/**
	 * The progress of a partition of {@code user-commands}.
	 */
	PartitionProgress of(int partition) {
		return this.partitions.computeIfAbsent(partition, (number) -> new PartitionProgress());
	}

	/**
	 * Whether a partition cannot be decided beyond a command.
	 */
	boolean isStuck() {
		return this.others.isStuck() || this.partitions.values().stream().anyMatch(PartitionProgress::isStuck);
	}

	@Override
	public StreamThreadExceptionResponse handle(Throwable failure) {
		@Nullable Integer number = (failure instanceof StreamsException ex) ? ex.taskId().map(TaskId::partition).orElse(null)
				: null;
		PartitionProgress partition = (number != null) ? of(number) : this.others;
		if (number == null) {
			// Any progress counts.
			this.others.begin(this.partitions.values().stream().mapToLong((progress) -> progress.offset + 1).sum());
		}
		int inARow = partition.failed();
		if (inARow == MAX_IN_A_ROW) {
			Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
			String what = (number != null)
					? "Partition " + number + " of user-commands is stuck at offset " + partition.offset
					: "The stream threads are stuck";
			logger.error("{} after {} failures in a row, the last by {}. See \"A partition that is stuck\" in"
					+ " docs/operations.md.", what, inARow, cause.getClass().getName());
		}
		this.pause.accept(Math.min(FIRST_PAUSE.toMillis() << Math.min(inARow - 1, 10), LONGEST_PAUSE.toMillis()));
		return StreamThreadExceptionResponse.REPLACE_THREAD;
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
	 * How far a partition is, and how often it has failed there. One thread at a time
	 * decides a partition.
	 */
	static final class PartitionProgress {

		private volatile long offset = -1;

		private volatile long failedAt = -1;

		private volatile int inARow;

		private volatile long lastFailure;

		/**
		 * A command is about to be decided, so all before it were.
		 */
		void begin(long offset) {
			this.offset = offset;
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
