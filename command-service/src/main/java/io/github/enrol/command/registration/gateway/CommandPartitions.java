/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of {@code user-commands}: which one an address belongs to, and which of
 * them take commands now.
 * <p>
 * The number of partitions is the one that was checked at the start. If the topic is
 * enlarged, no address moves to a partition that does not know it (ADR 4).
 * <p>
 * A partition takes no commands while the cluster cannot write it, as its topics show, or
 * after one of its commands could not be written, which they may show late or never: a
 * broker without a controller does not know that others are gone. Then one command a
 * second is sent as a trial, and its success ends this.
 */
public final class CommandPartitions {

	private static final Logger logger = LoggerFactory.getLogger(CommandPartitions.class);

	private static final Duration TRIAL_INTERVAL = Duration.ofSeconds(1);

	/**
	 * When the next trial may be sent, by {@link System#nanoTime()}; 0 if everything may.
	 */
	private volatile AtomicLongArray trials = new AtomicLongArray(0);

	private volatile BitSet unwritable = new BitSet();

	/**
	 * Returns the partition of a key by the default partitioner of Kafka's clients.
	 */
	public static int of(byte[] key, int partitions) {
		return BuiltInPartitioner.partitionForKey(key, partitions);
	}

	/**
	 * Sets the number of partitions; it never changes.
	 */
	public void use(int count) {
		if (this.trials.length() != count) {
			this.trials = new AtomicLongArray(count);
		}
	}

	/**
	 * Returns the number of partitions, 0 until it is known.
	 */
	public int count() {
		return this.trials.length();
	}

	/**
	 * Sets which partitions the cluster cannot write.
	 * @param reason for the log
	 */
	public void unwritable(BitSet partitions, String reason) {
		if (!partitions.equals(this.unwritable)) {
			this.unwritable = (BitSet) partitions.clone();
			if (partitions.isEmpty()) {
				logger.info("Registrations of all partitions are accepted again");
			}
			else {
				logger.warn("Registrations of {} of {} partitions are refused: {}", partitions.cardinality(), count(),
						reason);
			}
		}
	}

	/**
	 * Returns the number of partitions that the cluster can write, as far as known.
	 */
	public int writable() {
		return count() - this.unwritable.cardinality();
	}

	int of(byte[] key) {
		return of(key, count());
	}

	/**
	 * Returns whether a command may be sent now.
	 */
	boolean admits(int partition) {
		if (this.unwritable.get(partition)) {
			return false;
		}
		long trial = this.trials.get(partition);
		if (trial == 0) {
			return true;
		}
		return System.nanoTime() - trial >= 0 && this.trials.compareAndSet(partition, trial, nextTrial());
	}

	void written(int partition) {
		if (this.trials.get(partition) != 0) {
			this.trials.set(partition, 0);
		}
	}

	void notWritten(int partition) {
		this.trials.set(partition, nextTrial());
	}

	private static long nextTrial() {
		// Never 0.
		return (System.nanoTime() + TRIAL_INTERVAL.toNanos()) | 1;
	}

}
