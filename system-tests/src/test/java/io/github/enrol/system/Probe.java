/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.enrol.system.UserApi.Answer;
import org.apache.kafka.common.utils.Utils;

/**
 * Sends a registration for each partition and a query every 50 ms, without any
 * repetition, to measure what callers see.
 */
final class Probe implements AutoCloseable {

	private static final int PARTITIONS = 4;

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private static final AtomicLong addresses = new AtomicLong();

	/** One for each partition. */
	private final List<Line> registrations = new ArrayList<>();

	private final Line queries;

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile boolean running = true;

	private final Thread thread = new Thread(this::run, "probe");

	Probe(UserApi api) {
		for (int i = 0; i < PARTITIONS; i++) {
			int partition = i;
			this.registrations.add(new Line(201, () -> api.register("probe", address(partition), null)));
		}
		this.queries = new Line(200, () -> api.askUsers("?size=1"));
		this.thread.start();
	}

	/**
	 * Returns how long registrations by way of that instance go unanswered because of an
	 * event.
	 */
	static Duration silence(UserApi api, Runnable event) {
		return watch(api, event).registrations().silence();
	}

	/**
	 * Returns what callers see of an event.
	 */
	static Seen watch(UserApi api, Runnable event) {
		try (Probe probe = new Probe(api)) {
			ManagedProcess.pause(Duration.ofSeconds(2));
			event.run();
			probe.awaitAnswers();
			probe.close();
			return new Seen(View.of(probe.registrations), View.of(List.of(probe.queries)));
		}
	}

	private void run() {
		while (this.running) {
			this.registrations.forEach(Line::ask);
			this.queries.ask();
			ManagedProcess.pause(INTERVAL);
		}
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
		while (this.queries.answered - start < 0
				|| this.registrations.stream().anyMatch((line) -> line.answered - start < 0));
	}

	@Override
	public void close() {
		this.running = false;
		while (this.thread.isAlive() || this.waiting.get() > 0) {
			ManagedProcess.pause(INTERVAL);
		}
	}

	/**
	 * Requests of one kind.
	 */
	private final class Line {

		private final int success;

		private final Supplier<CompletableFuture<Answer>> request;

		/** In ns, the send time of the last answered request. */
		private volatile long answered = System.nanoTime() - TIMEOUT.toNanos();

		/** In ns, the send time of the earliest unanswered request, or 0. */
		private long silentSince;

		/** In ns, the longest time without an answer. */
		private long silence;

		private int requests;

		private int failed;

		Line(int success, Supplier<CompletableFuture<Answer>> request) {
			this.success = success;
			this.request = request;
		}

		void ask() {
			long start = System.nanoTime();
			synchronized (this) {
				this.silentSince = (this.silentSince != 0) ? this.silentSince : start;
				this.requests++;
			}
			Probe.this.waiting.incrementAndGet();
			this.request.get().whenComplete((answer, failure) -> {
				answered(start, failure == null && answer.status() == this.success);
				Probe.this.waiting.decrementAndGet();
			});
		}

		private synchronized void answered(long start, boolean successfully) {
			if (!successfully) {
				this.failed++;
				return;
			}
			this.answered = Math.max(this.answered, start);
			if (this.silentSince != 0) {
				this.silence = Math.max(this.silence, System.nanoTime() - this.silentSince);
				this.silentSince = 0;
			}
		}

	}

	/**
	 * What callers saw of an event.
	 */
	record Seen(View registrations, View queries) {
	}

	/**
	 * What callers saw of one kind of request.
	 *
	 * @param silence the longest time without a successful response, for registrations in
	 * any one partition
	 * @param failed requests without a successful response
	 */
	record View(Duration silence, int requests, int failed) {

		private static View of(Collection<Line> lines) {
			long silence = lines.stream().mapToLong((line) -> line.silence).max().orElseThrow();
			return new View(Duration.ofNanos(silence), lines.stream().mapToInt((line) -> line.requests).sum(),
					lines.stream().mapToInt((line) -> line.failed).sum());
		}

	}

}
