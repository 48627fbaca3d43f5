/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;

/**
 * Registrations with several command-services and several partitions, and where the
 * processor time goes. On two cores more instances cannot add anything but overhead: this
 * says how much, and what a registration costs in each process, from which
 * {@code docs/scaling.md} derives what more cores would do.
 */
final class Grow implements Benchmark {

	private static final String ENROL = "Enrol";

	private final List<Integer> instances = Settings.numbers("instances", "1,2,3");

	private final List<Integer> partitions = Settings.numbers("partitions", "1,4,12");

	private final int connections = Settings.number("connections", 192);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 5);

	private final Duration warmUp = Settings.seconds("warm-up", 90);

	@Override
	public void run(Results results) {
		for (int partitions : this.partitions) {
			for (int instances : this.instances) {
				try (Platform platform = new Platform()) {
					measure(results, platform, instances, partitions);
				}
			}
		}
	}

	private void measure(Results results, Platform platform, int instances, int partitions) {
		String scenario = instances + " instances, " + partitions + " partitions";
		List<JavaProcess> commands = IntStream.range(0, instances)
			.mapToObj((i) -> platform.command(i, partitions))
			.toList();
		Database database = platform.schema();
		JavaProcess projector = platform.projector(database);
		List<JavaProcess> all = new ArrayList<>(commands);
		all.add(projector);
		all.forEach(JavaProcess::awaitReady);
		// Each compiles for itself, with its share of the processors.
		load(commands, this.warmUp.multipliedBy(instances));
		Kafka kafka = new Kafka(platform.bootstrapServers);
		for (int round = 1; round <= this.rounds; round++) {
			kafka.awaitDecisions();
			Platform.rest();
			Map<String, Double> before = processorSeconds(commands, projector, platform);
			Load load = load(commands, this.duration);
			kafka.awaitDecisions();
			Platform.rest();
			Map<String, Double> metrics = new LinkedHashMap<>(load.metrics());
			processorSeconds(commands, projector, platform)
				.forEach((process, seconds) -> metrics.put(process + " µs/registration",
						(seconds - before.getOrDefault(process, 0.0)) * 1e6 / load.requests()));
			results.add(scenario, ENROL, round, metrics);
		}
	}

	/**
	 * One load generator for each instance, each with its share of the connections.
	 */
	private Load load(List<JavaProcess> commands, Duration duration) {
		List<CompletableFuture<Load>> loads = commands.stream()
			.map((command) -> CompletableFuture.supplyAsync(
					() -> Tool.wrk("register.lua", command.uri("/user/registration"),
							this.connections / commands.size(), duration,
							command.name() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX)),
					Tool.SIDE_BY_SIDE))
			.toList();
		return loads.stream().map(CompletableFuture::join).reduce(Load::and).orElseThrow();
	}

	private static Map<String, Double> processorSeconds(List<JavaProcess> commands, JavaProcess projector,
			Platform platform) {
		Map<String, Double> seconds = new LinkedHashMap<>();
		seconds.put("command-services", commands.stream().mapToDouble(Grow::processorSeconds).sum());
		seconds.put("broker", processorSeconds(platform.broker));
		seconds.put("projector", processorSeconds(projector));
		seconds.put("database", platform.databaseProcess().map(Usage::processorSeconds).orElse(0.0));
		return seconds;
	}

	private static double processorSeconds(JavaProcess process) {
		return Usage.processorSeconds(process.handle());
	}

}
