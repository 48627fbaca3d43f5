/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * From a POST until its Location shows the user, at a constant rate of new users. Each
 * has a time to begin, whether others are done or not, and is measured from that time, so
 * that none is left out because the system was slow.
 */
final class Visible implements Benchmark {

	private static final String ENROL = "Enrol";

	private final int rate = Settings.number("rate", 100);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 20);

	private final Duration warmUp = Settings.seconds("warm-up", 30);

	private final HttpClient http = HttpClient.newHttpClient();

	@Override
	public void run(Results results) {
		try (Platform platform = new Platform()) {
			Database database = platform.schema();
			JavaProcess command = platform.command(0, Platform.partitions());
			List<JavaProcess> services = List.of(command, platform.projector(database), platform.query(database));
			services.forEach(JavaProcess::awaitReady);
			URI registration = command.uri("/user/registration");
			System.out.println("Warming up");
			new Round(registration).run(this.warmUp);
			for (int round = 1; round <= this.rounds; round++) {
				results.add(scenario(), ENROL, round, new Round(registration).run(this.duration));
			}
		}
		results.target("visible p50 in ms", results.spread(scenario(), ENROL, "visible p50 ms"), Limit.AT_MOST, 150);
		results.target("visible p99 in ms", results.spread(scenario(), ENROL, "visible p99 ms"), Limit.AT_MOST, 400);
	}

	private String scenario() {
		return this.rate + " registrations/s";
	}

	/**
	 * Some seconds of it.
	 */
	private final class Round {

		private final Histogram answered = new ConcurrentHistogram(3);

		private final Histogram visible = new ConcurrentHistogram(3);

		private final String name = Long.toString(System.nanoTime(), Character.MAX_RADIX);

		private final URI registration;

		Round(URI registration) {
			this.registration = registration;
		}

		Map<String, Double> run(Duration duration) {
			List<CompletableFuture<Boolean>> users = new ArrayList<>();
			long start = System.nanoTime();
			long count = duration.toSeconds() * Visible.this.rate;
			for (long i = 0; i < count; i++) {
				long begin = start + i * 1_000_000_000 / Visible.this.rate;
				while (System.nanoTime() < begin) {
					LockSupport.parkNanos(begin - System.nanoTime());
				}
				users.add(register(i, begin));
			}
			long failed = users.stream().filter((user) -> !user.join()).count();
			Map<String, Double> metrics = new LinkedHashMap<>();
			metrics.put("answered p50 ms", ms(this.answered, 50));
			metrics.put("answered p99 ms", ms(this.answered, 99));
			metrics.put("visible p50 ms", ms(this.visible, 50));
			metrics.put("visible p99 ms", ms(this.visible, 99));
			metrics.put("visible p99.9 ms", ms(this.visible, 99.9));
			metrics.put("errors", (double) failed);
			return metrics;
		}

		/**
		 * Registers a user and looks for it.
		 * @return whether it was there
		 */
		private CompletableFuture<Boolean> register(long number, long begin) {
			String body = "{\"username\":\"Ada\",\"email\":\"" + this.name + "-" + number + "@example.org\"}";
			HttpRequest post = HttpRequest.newBuilder(this.registration)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body))
				.build();
			return send(post).thenCompose((answer) -> {
				this.answered.recordValue(System.nanoTime() - begin);
				return send(HttpRequest.newBuilder(URI.create(answer.headers().firstValue("Location").orElseThrow()))
					.build());
			}).handle((answer, failure) -> {
				this.visible.recordValue(System.nanoTime() - begin);
				return failure == null && answer.statusCode() == 200;
			});
		}

		private CompletableFuture<HttpResponse<Void>> send(HttpRequest request) {
			return Visible.this.http.sendAsync(request, BodyHandlers.discarding());
		}

		private static double ms(Histogram latencies, double percentile) {
			return latencies.getValueAtPercentile(percentile) / 1e6;
		}

	}

}
