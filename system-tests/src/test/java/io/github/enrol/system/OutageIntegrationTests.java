/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers get, and what it costs the command-service, while there is no broker.
 * Takes minutes, so it runs only on request: {@code -Dit.test=OutageIntegrationTests}.
 */
class OutageIntegrationTests {

	private static final int CONNECTIONS = 2000;

	private static final Duration REST = Duration.ofSeconds(1);

	private static final Duration PHASE = Duration.ofSeconds(30);

	/** Until then the outage may be undetected. */
	private static final Duration KNOWN = Duration.ofSeconds(6);

	/** Until then some partitions may still be recovering. */
	private static final Duration BACK = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	@Test
	void callersAreRefusedAtOnceAndMemoryStaysFlat() {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(1, 1), Map.of(), "-Xmx512m")) {
			ServiceProcess service = cluster.commands.get(0);
			Crowd crowd = new Crowd(cluster.api(0));
			crowd.start();
			List<Long> before = observe("With a broker", crowd, service, PHASE);
			ManagedProcess broker = cluster.brokers.all().get(0);
			broker.kill();
			observe("Broker just gone", crowd, service, KNOWN);
			List<Long> during = observe("No broker", crowd, service, PHASE);
			List<Answered> told = List.copyOf(crowd.answered);
			long start = System.nanoTime();
			broker.restart();
			service.awaitReady();
			System.out.printf("Ready %s after the start of the broker%n", Duration.ofNanos(System.nanoTime() - start));
			observe("Broker just back", crowd, service, BACK);
			List<Long> after = observe("With a broker again", crowd, service, PHASE);
			List<Answered> served = List.copyOf(crowd.answered);
			crowd.stop();
			assertThat(told).allMatch((answer) -> answer.status == 503 && answer.retryAfter);
			assertThat(percentile(told, 99)).isLessThan(1000);
			assertThat(served).allMatch((answer) -> answer.status == 201);
			assertThat(Collections.max(during)).isLessThan(Collections.max(before) * 5 / 4);
			assertThat(Collections.max(after)).isLessThan(Collections.max(before) * 5 / 4);
		}
	}

	private static List<Long> observe(String phase, Crowd crowd, ServiceProcess service, Duration duration) {
		crowd.answered.clear();
		List<Long> memory = new ArrayList<>();
		for (int i = 0; i < duration.toSeconds(); i++) {
			ManagedProcess.pause(Duration.ofSeconds(1));
			memory.add(service.residentMemory());
		}
		List<Answered> answers = List.copyOf(crowd.answered);
		System.out.printf("%s: answers %s, p50 %d ms, p99 %d ms, max %d ms; resident memory %d to %d MiB%n", phase,
				answers.stream().collect(Collectors.groupingBy(Answered::status, Collectors.counting())),
				percentile(answers, 50), percentile(answers, 99), percentile(answers, 100), Collections.min(memory),
				Collections.max(memory));
		return memory;
	}

	private static long percentile(List<Answered> answers, int percent) {
		List<Long> times = answers.stream().map(Answered::millis).sorted().toList();
		return times.isEmpty() ? 0 : times.get((times.size() - 1) * percent / 100);
	}

	private record Answered(int status, boolean retryAfter, long millis) {
	}

	/**
	 * Clients that repeat their requests shortly after each answer.
	 */
	private static final class Crowd {

		final Queue<Answered> answered = new ConcurrentLinkedQueue<>();

		private final UserApi api;

		private final AtomicInteger users = new AtomicInteger();

		private final AtomicInteger asking = new AtomicInteger(CONNECTIONS);

		private volatile boolean stopped;

		Crowd(UserApi api) {
			this.api = api;
		}

		void start() {
			for (int i = 0; i < CONNECTIONS; i++) {
				later(i * REST.toMillis() / CONNECTIONS);
			}
		}

		private void later(long millis) {
			CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::ask);
		}

		private void ask() {
			if (this.stopped) {
				this.asking.decrementAndGet();
				return;
			}
			long start = System.nanoTime();
			int user = this.users.incrementAndGet();
			this.api.register("User " + user, "user" + user + "@example.com", null).whenComplete((answer, failure) -> {
				long millis = (System.nanoTime() - start) / 1_000_000;
				this.answered.add((failure != null) ? new Answered(0, false, millis) : new Answered(answer.status(),
						answer.response().headers().firstValue("Retry-After").isPresent(), millis));
				later(REST.toMillis());
			});
		}

		void stop() {
			this.stopped = true;
			while (this.asking.get() > 0) {
				ManagedProcess.pause(Duration.ofMillis(100));
			}
		}

	}

}
