/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Users that have become visible.
 *
 * @param users how many
 * @param seconds from the beginning of the wait until the last of them was seen
 */
record Arrivals(long users, double seconds) {

	private static final Duration INTERVAL = Duration.ofMillis(20);

	/**
	 * Waits until all are there, or none has come for a time.
	 * @param count how many are there
	 * @param expected how many there will be
	 * @param patience how long to wait for the next
	 */
	static Arrivals await(LongSupplier count, long expected, Duration patience) {
		long start = System.nanoTime();
		long last = start;
		long users = count.getAsLong();
		while (users < expected && System.nanoTime() - last < patience.toNanos()) {
			JavaProcess.pause(INTERVAL);
			long now = count.getAsLong();
			if (now > users) {
				users = now;
				last = System.nanoTime();
			}
		}
		return new Arrivals(users, (last - start) / 1e9);
	}

	/**
	 * Users as they become visible under a load, each second of it and of the wait that
	 * follows it.
	 */
	double rate(double loadSeconds) {
		return this.users / (loadSeconds + this.seconds);
	}

}
