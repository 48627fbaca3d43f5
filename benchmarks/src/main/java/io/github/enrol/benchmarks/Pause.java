/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * What callers meet after a time without any request, in which a service had nothing to
 * do, or other work: registrations in each second, of what they were before.
 */
final class Pause implements Benchmark {

	private static final String IDLE = "nothing to do";

	private static final String BUSY = "commands of other instances";

	private static final String OF_BEFORE = "÷ before";

	private static final int WINDOW = 5;

	private final int connections = Settings.number("connections", 64);

	private final int rounds = Settings.number("rounds", 1);

	private final Duration idle = Settings.seconds("idle", 180);

	/** What it decides meanwhile. */
	private final int commands = Settings.number("commands", 1_000_000);

	private final Duration duration = Settings.seconds("seconds", 30);

	private final Duration warmUp = Settings.seconds("warm-up", 180);

	@Override
	public void run(Results results) {
		for (int round = 1; round <= this.rounds; round++) {
			try (Platform platform = new Platform()) {
				measure(results, platform, round);
			}
		}
		for (String kind : List.of(IDLE, BUSY)) {
			results.target("registrations/s in the first 5 s after " + kind + " ÷ before",
					results.spread(scenario(0), kind, OF_BEFORE), Limit.AT_LEAST, 0.8);
		}
	}

	private void measure(Results results, Platform platform, int round) {
		JavaProcess command = platform.command(0, Platform.partitions());
		platform.projector(platform.schema()).awaitReady();
		command.awaitReady();
		Kafka kafka = new Kafka(platform.bootstrapServers);
		Warmth.reach(this.warmUp,
				(turn) -> Tool.wrk("register.lua", command.uri("/user/registration"), this.connections, turn, name()));
		measure(results, command, IDLE, round, () -> JavaProcess.pause(this.idle));
		measure(results, command, BUSY, round, () -> kafka.register(0, this.commands));
	}

	private void measure(Results results, JavaProcess command, String kind, int round, Runnable meanwhile) {
		double before = rate(seconds(command));
		long faults = Usage.majorFaults(command.handle());
		meanwhile.run();
		List<Load> seconds = seconds(command);
		results.add("page faults that waited for the disk", kind, round,
				Map.of("number", (double) (Usage.majorFaults(command.handle()) - faults)));
		for (int from = 0; from + WINDOW <= seconds.size(); from += WINDOW) {
			List<Load> window = seconds.subList(from, from + WINDOW);
			Map<String, Double> metrics = new LinkedHashMap<>();
			metrics.put(Load.RATE, rate(window));
			metrics.put(OF_BEFORE, rate(window) / before);
			metrics.put("worst p99 ms", window.stream().mapToDouble(Load::p99).max().orElse(0));
			results.add(scenario(from), kind, round, metrics);
		}
	}

	private List<Load> seconds(JavaProcess command) {
		return Tool.wrkBySecond("seconds.lua", command.uri("/user/registration"), this.connections, this.duration,
				name());
	}

	private static String name() {
		return Long.toString(System.nanoTime(), Character.MAX_RADIX);
	}

	private static String scenario(int from) {
		return from + "–" + (from + WINDOW) + " s after it";
	}

	private static double rate(List<Load> seconds) {
		return seconds.stream().mapToDouble(Load::rate).average().orElse(0);
	}

}
