/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * From a POST until the user is in the read model: how long that takes at a constant rate
 * of new users, and how many users a second become visible under a closed loop, the time
 * included until the last of them is.
 */
final class Visible implements Benchmark {

	static final String RATE = "visible users/s";

	/** How long no user may arrive before the rest is taken for lost. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final List<String> contenders = Settings.texts("contenders",
			"enrol,outbox,relaxed-outbox,debezium,relaxed-debezium");

	private final int rate = Settings.number("rate", 100);

	private final int connections = Settings.number("connections", 256);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 20);

	private final Duration warmUp = Settings.seconds("warm-up", 180);

	@Override
	public void run(Results results) {
		try (Platform platform = new Platform()) {
			Map<String, Contender> contenders = Contenders.start(platform, this.contenders);
			System.out.println("Warming up");
			contenders.values().forEach((contender) -> {
				Warmth.reach(this.warmUp, (turn) -> contender.run(this.connections, turn));
				contender.settle();
			});
			contenders.forEach((name, contender) -> latencies(contender, this.duration));
			for (int round = 1; round <= this.rounds; round++) {
				for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
					results.add(constant(), contender.getKey(), round, latencies(contender.getValue(), this.duration));
				}
			}
			for (int round = 1; round <= this.rounds; round++) {
				for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
					results.add(closed(), contender.getKey(), round, throughput(contender.getValue()));
					contender.getValue().settle();
				}
			}
		}
		targets(results);
	}

	private String constant() {
		return this.rate + " registrations/s";
	}

	private String closed() {
		return this.connections + " connections";
	}

	/**
	 * Nothing of one whose answers do not say which user it was.
	 */
	private Map<String, Double> latencies(Contender contender, Duration duration) {
		if (!(contender instanceof HttpContender http)) {
			return Map.of();
		}
		if (contender instanceof Enrol) {
			return latencies(http, new Sight.Link(http), duration);
		}
		try (Sight.Table table = new Sight.Table(contender.readModel().orElseThrow())) {
			return latencies(http, table, duration);
		}
	}

	private Map<String, Double> latencies(HttpContender contender, Sight sight, Duration duration) {
		return contender.with(() -> new OpenLoop(contender, sight).run(this.rate, duration));
	}

	private Map<String, Double> throughput(Contender contender) {
		Database readModel = contender.readModel().orElseThrow();
		Instant began = Instant.now();
		Load load = contender.run(this.connections, this.duration);
		long registered = load.requests() - load.errors();
		Arrivals arrivals = Arrivals.await(() -> readModel.usersSince(began), registered, PATIENCE);
		return throughput(load, arrivals);
	}

	/**
	 * What was answered, and what of it became visible. A few users whose answers came
	 * after the end of the load are not counted.
	 */
	static Map<String, Double> throughput(Load load, Arrivals arrivals) {
		long registered = load.requests() - load.errors();
		Arrivals counted = new Arrivals(Math.min(registered, arrivals.users()), arrivals.seconds());
		Map<String, Double> metrics = new LinkedHashMap<>();
		metrics.put(RATE, counted.rate(load.seconds()));
		metrics.put("answered users/s", registered / load.seconds());
		metrics.put("last visible after s", counted.seconds());
		metrics.put("never visible", (double) (registered - counted.users()));
		return metrics;
	}

	private void targets(Results results) {
		results.target("visible p50 in ms", results.spread(constant(), Contenders.ENROL, "visible p50 ms"),
				Limit.AT_MOST, 150);
		results.target("visible p99 in ms", results.spread(constant(), Contenders.ENROL, "visible p99 ms"),
				Limit.AT_MOST, 400);
		Contenders.OUTBOXES.forEach((outbox) -> results.target(RATE + " at " + closed() + " ÷ " + outbox,
				results.ratio(RATE, closed(), Contenders.ENROL, outbox), Limit.AT_LEAST, 2));
		results.target(RATE + " at " + closed() + " ÷ " + Contenders.GO_SAMPLE,
				results.ratio(RATE, closed(), Contenders.ENROL, Contenders.GO_SAMPLE), Limit.AT_LEAST, 10);
	}

}
