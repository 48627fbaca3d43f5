/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;

/**
 * Where the processor time of a registration goes within the command-service, by samples
 * of the time itself (JEP 509), so from JDK 25 on.
 */
final class Profile implements Benchmark {

	private static final String METRIC = "µs/registration";

	private static final String RECORDING = "profile";

	private static final Path SETTINGS = Path.of("src", "main", "resources", "profile.jfc").toAbsolutePath();

	private final List<Integer> connections = Settings.numbers("connections", "64,256");

	/** Whether each request needs a token. */
	private final boolean tokens = Settings.flag("tokens", false);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 10);

	private final Duration warmUp = Settings.seconds("warm-up", 180);

	@Override
	public void run(Results results) {
		try (Platform platform = new Platform(this.tokens ? Build.THIS.withTokens() : Build.THIS)) {
			Enrol enrol = new Enrol(platform);
			Warmth.reach(this.warmUp, (turn) -> enrol.run(this.connections.get(0), turn));
			for (int callers : this.connections) {
				for (int round = 1; round <= this.rounds; round++) {
					enrol.settle();
					measure(results, platform, enrol, callers, round);
				}
			}
		}
	}

	private void measure(Results results, Platform platform, Enrol enrol, int callers, int round) {
		ProcessHandle process = enrol.server().handle();
		String contender = callers + " connections";
		Path file = platform.data.resolve(RECORDING + callers + "-" + round + ".jfr");
		double before = Usage.processorSeconds(process);
		command(process, "JFR.start", "name=" + RECORDING, "settings=" + SETTINGS);
		Load load = enrol.run(callers, this.duration);
		double seconds = Usage.processorSeconds(process) - before;
		command(process, "JFR.stop", "name=" + RECORDING, "filename=" + file);
		Map<ProcessorSamples.Part, Double> parts = ProcessorSamples.read(file);
		parts.forEach((part, time) -> results.add(part.toString(), contender, round,
				Map.of(METRIC, time * 1e6 / load.requests())));
		double java = parts.values().stream().mapToDouble(Double::doubleValue).sum();
		results.add("compilers, garbage collection and other threads that are not Java's", contender, round,
				Map.of(METRIC, (seconds - java) * 1e6 / load.requests()));
		results.add("sum", contender, round, Map.of(METRIC, seconds * 1e6 / load.requests()));
	}

	private static void command(ProcessHandle process, String... arguments) {
		List<String> command = new ArrayList<>(List
			.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid())));
		command.addAll(List.of(arguments));
		Tool.run(command);
	}

}
