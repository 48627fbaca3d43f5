/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.common.utils.Utils;

/**
 * Sends a registration for each partition to an instance every 50 ms, to measure how long
 * any partition is not decided.
 */
final class Probe implements AutoCloseable {

	private static final int PARTITIONS = 4;

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private static final AtomicLong addresses = new AtomicLong();

	private final UserApi api;

	/** In ns, the time of each partition's earliest unanswered request. */
	private final Map<Integer, Long> silentSince = new ConcurrentHashMap<>();

	/** In ns, the send time of the last answered request of each partition. */
	private final Map<Integer, Long> answered = new ConcurrentHashMap<>();

	/** In ns, the longest time for which a partition did not answer. */
	private final AtomicLong longest = new AtomicLong();

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile boolean running = true;

	private final Thread thread = new Thread(this::run, "probe");

	Probe(UserApi api) {
		this.api = api;
		this.thread.start();
	}

	/**
	 * Returns how long callers of that instance go unanswered because of an event.
	 */
	static Duration silence(UserApi api, Runnable event) {
		try (Probe probe = new Probe(api)) {
			ManagedProcess.pause(Duration.ofSeconds(2));
			event.run();
			probe.awaitAnswers();
			return Duration.ofNanos(probe.longest.get());
		}
	}

	private void run() {
		while (this.running) {
			for (int partition = 0; partition < PARTITIONS; partition++) {
				ask(partition);
			}
			ManagedProcess.pause(INTERVAL);
		}
	}

	private void ask(int partition) {
		long start = System.nanoTime();
		this.silentSince.putIfAbsent(partition, start);
		this.waiting.incrementAndGet();
		this.api.register("probe", address(partition), null).whenComplete((answer, failure) -> {
			this.waiting.decrementAndGet();
			if (failure == null && answer.status() == 201) {
				this.answered.merge(partition, start, Math::max);
				Long since = this.silentSince.remove(partition);
				if (since != null) {
					this.longest.accumulateAndGet(System.nanoTime() - since, Math::max);
				}
			}
		});
	}

	private static String address(int partition) {
		while (true) {
			String address = "probe-" + System.nanoTime() + "-" + addresses.incrementAndGet() + "@example.com";
			byte[] key = address.getBytes(StandardCharsets.UTF_8);
			if (Utils.toPositive(Utils.murmur2(key)) % PARTITIONS == partition) {
				return address;
			}
		}
	}

	/**
	 * Waits until every partition has answered a request sent from now on.
	 */
	void awaitAnswers() {
		long start = System.nanoTime();
		do {
			ManagedProcess.pause(INTERVAL);
			if (System.nanoTime() - start > TIMEOUT.toNanos()) {
				throw new IllegalStateException("no answer after " + TIMEOUT);
			}
		}
		while (this.answered.size() < PARTITIONS || this.answered.values().stream().anyMatch((asked) -> asked < start));
	}

	@Override
	public void close() {
		this.running = false;
		while (this.thread.isAlive() || this.waiting.get() > 0) {
			ManagedProcess.pause(INTERVAL);
		}
	}

}
