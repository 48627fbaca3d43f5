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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;
import io.github.enrol.embedded.Ports;

/**
 * From {@code java -jar} to readiness, as the jar is and as it can be laid out in an
 * image, and the memory that is resident at rest and under load. Broker and database are
 * there before, and have seen the services before.
 */
final class Start implements Benchmark {

	private static final String JAR = "jar";

	private static final String EXTRACTED = "extracted";

	private static final String CACHED = "extracted, with a cache";

	private static final String SECONDS = "start s";

	private static final List<String> SERVICES = List.of("command-service", "projector-service", "query-service");

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 10);

	@Override
	public void run(Results results) {
		Path standaloneData;
		try (Platform platform = new Platform()) {
			standaloneData = platform.data.resolve("standalone");
			Map<String, Map<String, List<String>>> layouts = new LinkedHashMap<>();
			SERVICES.forEach((service) -> layouts.put(service, layouts(platform.data.resolve(service))));
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
	 * The ways to start one service.
	 * @param target a new directory of its name
	 */
	private Map<String, List<String>> layouts(Path target) {
		String service = target.getFileName().toString();
		System.out.println("Preparing " + service);
		Tool.run(JavaProcess.command(List.of("-Djarmode=tools", "-jar", Build.THIS.jar(service).toString(), "extract",
				"--destination", target.toString())));
		Path jar = target.resolve(Build.THIS.jar(service).getFileName());
		Map<String, List<String>> layouts = new LinkedHashMap<>();
		layouts.put(JAR, Build.THIS.code(service));
		layouts.put(EXTRACTED, List.of("-jar", jar.toString()));
		layouts.put(CACHED, List.of(cache(target, false), "-jar", jar.toString()));
		// As the images do it.
		Tool.run(JavaProcess
			.command(List.of(cache(target, true), "-Dspring.context.exit=onRefresh", "-jar", jar.toString())));
		return layouts;
	}

	/**
	 * The JDK's cache of loaded and linked classes: of JEP 483 and 514 where it has one,
	 * else that of class data sharing.
	 */
	private static String cache(Path directory, boolean write) {
		boolean aot = Runtime.version().feature() >= 25;
		String file = directory.resolve("cache").toString();
		if (write) {
			return (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
		}
		return (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
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
			int port = Ports.free();
			List<String> arguments = new ArrayList<>(
					List.of("-cp", classPath("standalone"), "io.github.enrol.standalone.StandaloneApplication",
							"--enrol.data-directory=" + data, "--enrol.command-service-port=" + port));
			Stream.of("query-service", "projector-service", "kafka", "database")
				.forEach((part) -> arguments.add("--enrol." + part + "-port=" + Ports.free()));
			JavaProcess standalone = JavaProcess.start("standalone", port, arguments);
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

	private static String classPath(String module) {
		Path target = Path.of("..", module, "target");
		try {
			return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
