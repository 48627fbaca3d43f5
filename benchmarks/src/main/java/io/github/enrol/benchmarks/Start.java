/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * From {@code java -jar} to readiness, as the jar is and as it can be laid out in an
 * image, and the memory that is resident at rest and under load. Broker and database are
 * there before, and have seen the services before.
 */
final class Start implements Benchmark {

	private static final String JAR = "jar";

	private static final String EXTRACTED = "extracted";

	private static final String CACHED = "extracted, with a cache";

	private static final String CACHE = "cache";

	private static final String SECONDS = "start s";

	private static final List<String> SERVICES = List.of("command-service", "projector-service", "query-service");

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 10);

	private final Duration training = Settings.seconds("training", 60);

	@Override
	public void run(Results results) {
		Path standaloneData;
		try (Platform platform = new Platform()) {
			standaloneData = platform.data.resolve("standalone");
			Map<String, Layout> services = new LinkedHashMap<>();
			SERVICES
				.forEach((service) -> services.put(service, Layout.extract(service, platform.data.resolve(service))));
			train(platform, services);
			Map<String, Map<String, List<String>>> layouts = new LinkedHashMap<>();
			services.forEach((service, layout) -> layouts.put(service, layouts(layout)));
			for (int i = 1; i <= this.rounds; i++) {
				int round = i;
				layouts.forEach((service, ways) -> ways.forEach((layout, code) -> {
					JavaProcess process = start(platform, service, code);
					results.add(service, layout, round, Map.of(SECONDS, process.awaitReady()));
					process.terminate();
				}));
			}
			memory(results, platform, layouts);
		}
		standalone(results, standaloneData);
		SERVICES.forEach((service) -> results.target(service + ": start in s, " + CACHED,
				results.spread(service, CACHED, SECONDS), Limit.AT_MOST, 5));
		SERVICES.forEach((service) -> results.target(service + ": resident MiB under load",
				results.spread(service, CACHED, "under load MiB"), Limit.AT_MOST, 512));
	}

	private JavaProcess start(Platform platform, String service, List<String> code) {
		Database database = platform.schema();
		return switch (service) {
			case "command-service" -> platform.command(0, Platform.partitions(), code);
			case "projector-service" -> platform.projector(database, code);
			default -> platform.query(database, code);
		};
	}

	/**
	 * Writes the caches, as the build of the images does.
	 */
	private void train(Platform platform, Map<String, Layout> layouts) {
		System.out.println("Training");
		Map<String, JavaProcess> services = new LinkedHashMap<>();
		layouts.forEach((service, layout) -> services.put(service, start(platform, service, layout.writing(CACHE))));
		services.values().forEach(JavaProcess::awaitReady);
		Layout.load(Objects.requireNonNull(services.get("command-service")),
				Objects.requireNonNull(services.get("query-service")), this.training);
		services.values().forEach((service) -> service.terminate(Layout.CACHE_TIMEOUT));
	}

	private static Map<String, List<String>> layouts(Layout layout) {
		Map<String, List<String>> layouts = new LinkedHashMap<>();
		layouts.put(JAR, layout.jar());
		layouts.put(EXTRACTED, layout.extracted());
		layouts.put(CACHED, layout.reading(CACHE));
		return layouts;
	}

	private void memory(Results results, Platform platform, Map<String, Map<String, List<String>>> layouts) {
		Map<String, JavaProcess> services = new LinkedHashMap<>();
		layouts.forEach((service, ways) -> services.put(service,
				start(platform, service, Objects.requireNonNull(ways.get(CACHED)))));
		services.values().forEach(JavaProcess::awaitReady);
		JavaProcess.pause(Duration.ofSeconds(5));
		Map<String, Double> atRest = new HashMap<>();
		services.forEach((service, process) -> atRest.put(service, Usage.residentMiB(process.handle())));
		Tool.wrk("register.lua", Objects.requireNonNull(services.get("command-service")).uri("/user/registration"), 256,
				this.duration, "memory");
		Path paths = platform.data.resolve("paths");
		try {
			Files.write(paths, List.of("/users?size=200"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Tool.wrk("paths.lua", Objects.requireNonNull(services.get("query-service")).uri("/"), 64, this.duration,
				paths.toString());
		services.forEach((service, process) -> {
			Map<String, Double> metrics = new LinkedHashMap<>();
			metrics.put("at rest MiB", atRest.get(service));
			metrics.put("under load MiB", Usage.residentMiB(process.handle()));
			results.add(service, CACHED, 1, metrics);
		});
	}

	/**
	 * All in one process, broker and database included; a start that finds its data.
	 */
	private void standalone(Results results, Path data) {
		for (int round = 0; round <= this.rounds; round++) {
			JavaProcess standalone = Standalone.start(data);
			double seconds = standalone.awaitReady();
			JavaProcess.pause(Duration.ofSeconds(5));
			Map<String, Double> metrics = new LinkedHashMap<>();
			metrics.put(SECONDS, seconds);
			metrics.put("at rest MiB", Usage.residentMiB(standalone.handle()));
			standalone.terminate();
			if (round > 0) {
				results.add("standalone", JAR, round, metrics);
			}
		}
	}

}
