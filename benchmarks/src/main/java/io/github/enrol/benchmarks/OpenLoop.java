/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * New users at a constant rate. Each has a time to begin, whether others are done or not,
 * and is measured from that time, so that none is left out because the system was slow.
 */
final class OpenLoop {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final Histogram answered = new ConcurrentHistogram(3);

	private final Histogram visible = new ConcurrentHistogram(3);

	private final String name = Long.toString(System.nanoTime(), Character.MAX_RADIX);

	private final HttpContender contender;

	private final Sight sight;

	OpenLoop(HttpContender contender, Sight sight) {
		this.contender = contender;
		this.sight = sight;
	}

	Map<String, Double> run(int rate, Duration duration) {
		List<CompletableFuture<Boolean>> users = new ArrayList<>();
		long start = System.nanoTime();
		long count = duration.toSeconds() * rate;
		for (long i = 0; i < count; i++) {
			long begin = start + i * 1_000_000_000 / rate;
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
		HttpRequest post = this.contender.request(this.contender.registration())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		return HTTP.sendAsync(post, BodyHandlers.discarding()).thenCompose((answer) -> {
			this.answered.recordValue(System.nanoTime() - begin);
			return this.sight.await(URI.create(answer.headers().firstValue("Location").orElseThrow()));
		}).handle((seen, failure) -> {
			this.visible.recordValue(System.nanoTime() - begin);
			return failure == null && seen;
		});
	}

	private static double ms(Histogram latencies, double percentile) {
		return latencies.getValueAtPercentile(percentile) / 1e6;
	}

}
