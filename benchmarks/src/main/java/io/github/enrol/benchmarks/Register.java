/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * From a POST to its answer, against a table with a unique index, without and with an
 * outbox, against nothing behind the same HTTP, and against producing to Kafka without
 * HTTP. The whole system runs: broker, database and all three services.
 */
final class Register implements Benchmark {

	private final List<Integer> connections = Settings.numbers("connections", "1,64,256,1024");

	private final List<Integer> stored = Settings.numbers("stored", "0");

	private final List<String> contenders = Settings.texts("contenders", String.join(",", "enrol", "crud",
			"relaxed-crud", "outbox", "relaxed-outbox", "debezium", "relaxed-debezium", "ceiling", "kafka"));

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 5);

	private final Duration warmUp = Settings.seconds("warm-up", 180);

	@Override
	public void run(Results results) {
		try (Platform platform = new Platform()) {
			Map<String, Contender> contenders = Contenders.start(platform, this.contenders);
			for (int size : this.stored) {
				contenders.forEach((name, contender) -> {
					System.out.println("Storing " + size + " registrations: " + name);
					contender.store(size);
				});
				// Each time: after filling without HTTP, C2 is busy for 20 s again.
				System.out.println("Warming up");
				contenders.values().forEach((contender) -> {
					Warmth.reach(this.warmUp, (turn) -> contender.run(64, turn));
					contender.settle();
				});
				for (int callers : this.connections) {
					for (int round = 1; round <= this.rounds; round++) {
						for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
							results.add(scenario(callers, size), contender.getKey(), round,
									contender.getValue().measure(callers, this.duration));
							contender.getValue().settle();
						}
					}
				}
			}
		}
		targets(results);
	}

	private static String scenario(int connections, int stored) {
		return connections + " connections, " + stored + " stored";
	}

	private void targets(Results results) {
		int empty = this.stored.get(0);
		int full = this.stored.get(this.stored.size() - 1);
		String one = scenario(1, empty);
		String some = scenario(64, empty);
		String many = scenario(256, empty);
		results.target("registrations/s at 64 connections ÷ plain CRUD's", rate(results, some, Contenders.CRUD),
				Limit.AT_LEAST, 1.3);
		results.target("registrations/s at 256 connections ÷ plain CRUD's", rate(results, many, Contenders.CRUD),
				Limit.AT_LEAST, 1.5);
		results.target("registrations/s at 256 connections ÷ the HTTP ceiling", rate(results, many, Contenders.CEILING),
				Limit.AT_LEAST, 0.7);
		results.target("p50 in ms with one connection", results.spread(one, Contenders.ENROL, Load.P50), Limit.AT_MOST,
				3);
		results.target("p99 in ms with one connection", results.spread(one, Contenders.ENROL, Load.P99), Limit.AT_MOST,
				15);
		results.target("p99 at 64 connections ÷ plain CRUD's", p99(results, some, Contenders.CRUD), Limit.AT_MOST, 1);
		for (String outbox : Contenders.OUTBOXES) {
			results.target("registrations/s at 256 connections ÷ " + outbox, rate(results, many, outbox),
					Limit.AT_LEAST, 2);
		}
		results.target("registrations/s at 256 connections ÷ " + Contenders.GO_SAMPLE,
				rate(results, many, Contenders.GO_SAMPLE), Limit.AT_LEAST, 10);
		for (int callers : this.connections) {
			Stream.concat(Contenders.OUTBOXES.stream(), Stream.of(Contenders.GO_SAMPLE))
				.forEach((peer) -> results.target("p99 at " + callers + " connections ÷ " + peer,
						p99(results, scenario(callers, empty), peer), Limit.AT_MOST, 1));
		}
		results.target("µs of processor time for a registration at 256 connections",
				results.spread(many, Contenders.ENROL, Cost.SUM), Limit.AT_MOST, 140);
		results.target("the same ÷ the other build's",
				results.ratio(Cost.SUM, many, Contenders.ENROL, Contenders.OTHER), Limit.AT_MOST, 1);
		results.target("registrations/s at 256 connections ÷ the other build's", rate(results, many, Contenders.OTHER),
				Limit.AT_LEAST, 1);
		cost(results, many, Contenders.TRACED, 0.9);
		cost(results, many, Contenders.TOKENS, 0.85);
		cost(results, many, Contenders.TLS, 0.85);
		cost(results, many, Contenders.SECURED, 0.7);
		if (full >= 5_000_000) {
			results.target("registrations/s with " + full + " in the store ÷ with " + empty,
					results.ratio(Load.RATE, scenario(256, full), Contenders.ENROL, many, Contenders.ENROL),
					Limit.AT_LEAST, 0.85);
		}
		results.show(many);
	}

	/** States which part of the rate is left with what is off by default. */
	private static void cost(Results results, String scenario, String contender, double least) {
		results.target("registrations/s at 256 connections, " + contender + " ÷ " + Contenders.ENROL,
				results.ratio(Load.RATE, scenario, contender, Contenders.ENROL), Limit.AT_LEAST, least);
	}

	private static Optional<Spread> rate(Results results, String scenario, String peer) {
		return results.ratio(Load.RATE, scenario, Contenders.ENROL, peer);
	}

	private static Optional<Spread> p99(Results results, String scenario, String peer) {
		return results.ratio(Load.P99, scenario, Contenders.ENROL, peer);
	}

}
