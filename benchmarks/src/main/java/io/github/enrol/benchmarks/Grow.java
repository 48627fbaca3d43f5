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
 * Registrations with several command-services, partitions and brokers, and where the
 * processor time goes. On two cores more instances cannot add anything but overhead: this
 * says how much, and what a registration costs in each process, from which
 * {@code docs/scaling.md} derives what more cores would do. With {@code share} each
 * command-service has a part of a core and callers of its own, as if on a machine of its
 * own, so that more of them add up.
 */
final class Grow implements Benchmark {

	private static final String ENROL = "Enrol";

	private final List<Integer> instances = Settings.numbers("instances", "1,2,3");

	private final List<Integer> partitions = Settings.numbers("partitions", "1,4,12");

	/** Of all instances together; with a share, of each. */
	private final int connections = Settings.number("connections", 192);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 5);

	private final Duration warmUp = Settings.seconds("warm-up", 90);

	/** Percent of a core for each command-service once it is warm; 0: not limited. */
	private final int share = Settings.number("share", 0);

	/** TLS, passwords and rights between services, Kafka and database. */
	private final boolean encrypted = Settings.flag("encrypted", false);

	@Override
	public void run(Results results) {
		for (int partitions : this.partitions) {
			for (int instances : this.instances) {
				try (Platform platform = new Platform(this.encrypted ? Build.THIS.encrypted() : Build.THIS)) {
					measure(results, platform, instances, partitions);
				}
			}
		}
	}

	private void measure(Results results, Platform platform, int instances, int partitions) {
		String scenario = scenario(instances, partitions);
		List<JavaProcess> commands = IntStream.range(0, instances)
			.mapToObj((i) -> platform.command(i, partitions))
			.toList();
		Database database = platform.schema();
		JavaProcess projector = platform.projector(database);
		List<JavaProcess> all = new ArrayList<>(commands);
		all.add(projector);
		all.forEach(JavaProcess::awaitReady);
		// Each compiles for itself, with its share of the processors.
		Warmth.reach(this.warmUp.multipliedBy(instances), (turn) -> load(commands, turn));
		List<ProcessorShare> shares = new ArrayList<>();
		try {
			for (JavaProcess command : (this.share > 0) ? commands : List.<JavaProcess>of()) {
				shares.add(new ProcessorShare(command.handle(), this.share / 100.0));
			}
			for (int round = 1; round <= this.rounds; round++) {
				results.add(scenario, ENROL, round, measure(platform, commands, projector));
			}
		}
		finally {
			shares.forEach(ProcessorShare::close);
		}
	}

	private Map<String, Double> measure(Platform platform, List<JavaProcess> commands, JavaProcess projector) {
		Kafka kafka = new Kafka(platform.bootstrapServers);
		kafka.awaitDecisions();
		Platform.rest();
		Cost before = Cost.of(platform, commands, projector);
		Load load = load(commands, this.duration);
		kafka.awaitDecisions();
		Platform.rest();
		Map<String, Double> metrics = new LinkedHashMap<>(load.metrics());
		metrics.putAll(Cost.of(platform, commands, projector).since(before, load.requests()));
		return metrics;
	}

	private String scenario(int instances, int partitions) {
		return instances + " instances, " + partitions + " partitions" + Brokers.inScenario()
				+ (this.encrypted ? ", TLS" : "") + ((this.share > 0) ? ", " + this.share + " % of a core each" : "");
	}

	/**
	 * One load generator for each instance.
	 */
	private Load load(List<JavaProcess> commands, Duration duration) {
		int each = (this.share > 0) ? this.connections : this.connections / commands.size();
		List<CompletableFuture<Load>> loads = commands.stream()
			.map((command) -> CompletableFuture.supplyAsync(
					() -> Tool.wrk("register.lua", command.uri("/user/registration"), each, duration,
							command.name() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX)),
					Tool.SIDE_BY_SIDE))
			.toList();
		return loads.stream().map(CompletableFuture::join).reduce(Load::and).orElseThrow();
	}

}
