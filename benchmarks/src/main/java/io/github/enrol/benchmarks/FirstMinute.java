/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * What callers meet after a start: registrations in each second since a new
 * command-service is ready, while broker, database and the other services have been there
 * for long. Everything starts again for each round.
 */
final class FirstMinute implements Benchmark {

	private static final String JAR = "Enrol, jar";

	private static final String STARTED = "Enrol, cache of a start";

	private static final String IMAGE = "Enrol, as in the images";

	/** As Compose runs them for one machine. */
	private static final String COLD = "Enrol, as in the images, not warmed up";

	private static final String CRUD = "plain CRUD, jar";

	private static final String STANDALONE = "standalone";

	private static final String STANDALONE_C1 = "standalone, C1 alone";

	/** It holds the broker, too. */
	private static final String HEAP = "-Xmx512m";

	private static final int WINDOW = 10;

	private final int connections = Settings.number("connections", 64);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 120);

	private final Duration training = Settings.seconds("training", 60);

	private final List<String> contenders = Settings.texts("contenders",
			"image,cold,crud,jar,standalone,standalone-c1");

	@Override
	public void run(Results results) {
		Lines lines = new Lines("seconds since it was ready", "requests/s");
		try (Platform platform = new Platform()) {
			Database database = platform.schema();
			Layout layout = Layout.extract("command-service", platform.data.resolve("command-service"));
			platform.projector(database).awaitReady();
			JavaProcess query = platform.query(database);
			query.awaitReady();
			train(platform, layout, query);
			Map<String, Supplier<JavaProcess>> all = contenders(platform, layout);
			for (int round = 1; round <= this.rounds; round++) {
				for (Map.Entry<String, Supplier<JavaProcess>> contender : all.entrySet()) {
					JavaProcess service = contender.getValue().get();
					double ready = service.awaitReady();
					List<Load> seconds = Tool.wrkBySecond("seconds.lua", service.uri("/user/registration"),
							this.connections, this.duration, Long.toString(System.nanoTime(), Character.MAX_RADIX));
					service.terminate();
					lines.add(contender.getKey(), seconds.stream().mapToDouble(Load::rate).toArray());
					add(results, contender.getKey(), round, ready, seconds);
					Platform.rest();
				}
			}
		}
		targets(results);
		results.show((origin) -> lines.svg());
	}

	private void train(Platform platform, Layout layout, JavaProcess query) {
		System.out.println("Training");
		JavaProcess started = command(platform, layout.writing("started"));
		started.awaitReady();
		started.terminate(Layout.CACHE_TIMEOUT);
		JavaProcess trained = command(platform, layout.writing("trained"));
		trained.awaitReady();
		Layout.load(trained, query, this.training);
		trained.terminate(Layout.CACHE_TIMEOUT);
	}

	private Map<String, Supplier<JavaProcess>> contenders(Platform platform, Layout layout) {
		Map<String, Supplier<JavaProcess>> all = new LinkedHashMap<>();
		for (String name : this.contenders) {
			switch (name) {
				// As in the Dockerfile.
				case "image" ->
					all.put(IMAGE, () -> command(platform, layout.reading("trained"), Map.of("server.warm-up", "10s")));
				case "cold" -> all.put(COLD, () -> command(platform, layout.reading("trained")));
				case "started" -> all.put(STARTED, () -> command(platform, layout.reading("started")));
				case "jar" -> all.put(JAR, () -> command(platform, layout.jar()));
				case "standalone" -> all.put(STANDALONE, () -> Standalone.start(data(platform), HEAP));
				// As spring-boot:run does if it is left to itself.
				case "standalone-c1" ->
					all.put(STANDALONE_C1, () -> Standalone.start(data(platform), HEAP, "-XX:TieredStopAtLevel=1"));
				case "crud" -> all.put(CRUD,
						() -> platform.peer(PlainCrud.class, Crud.properties(platform.schema("crud").withReadModel())));
				default -> throw new IllegalArgumentException(name);
			}
		}
		return all;
	}

	private static Path data(Platform platform) {
		return platform.data.resolve("standalone");
	}

	private static JavaProcess command(Platform platform, List<String> code) {
		return command(platform, code, Map.of());
	}

	private static JavaProcess command(Platform platform, List<String> code, Map<String, String> properties) {
		return platform.command(0, Platform.partitions(), code, properties);
	}

	private static void add(Results results, String contender, int round, double ready, List<Load> seconds) {
		double steady = rate(seconds.subList(Math.max(0, seconds.size() - 3 * WINDOW), seconds.size()));
		results.add("start", contender, round, Map.of("ready s", ready));
		for (int from = 0; from + WINDOW <= seconds.size(); from += WINDOW) {
			List<Load> window = seconds.subList(from, from + WINDOW);
			Map<String, Double> metrics = new LinkedHashMap<>();
			metrics.put(Load.RATE, rate(window));
			metrics.put("÷ steady rate", rate(window) / steady);
			metrics.put("worst p99 ms", window.stream().mapToDouble(Load::p99).max().orElse(0));
			metrics.put("errors", window.stream().mapToDouble(Load::errors).sum());
			results.add(scenario(from), contender, round, metrics);
		}
	}

	private static String scenario(int from) {
		return from + "–" + (from + WINDOW) + " s";
	}

	private static double rate(List<Load> seconds) {
		return seconds.stream().mapToDouble(Load::rate).average().orElse(0);
	}

	private void targets(Results results) {
		results.target("the first 10 s ÷ the last 30 s", results.spread(scenario(0), IMAGE, "÷ steady rate"),
				Limit.AT_LEAST, 0.5);
		IntStream.of(20, 30)
			.forEach((from) -> results.target(scenario(from) + " ÷ the last 30 s",
					results.spread(scenario(from), IMAGE, "÷ steady rate"), Limit.AT_LEAST, 0.8));
		String last = scenario(((int) this.duration.toSeconds() / WINDOW - 1) * WINDOW);
		results.target("steady rate, standalone ÷ as a jar", results.ratio(Load.RATE, last, STANDALONE, JAR),
				Limit.AT_LEAST, 0.5);
		results.target("steady rate, as in the images ÷ as a jar", results.ratio(Load.RATE, last, IMAGE, JAR),
				Limit.AT_LEAST, 1);
	}

}
