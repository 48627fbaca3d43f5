/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * Many users in one request, from its first byte to the last result, and on until all of
 * them are in the read model: first into services that have just started, while broker
 * and database have been there for long, then again.
 */
final class Import implements Benchmark {

	private static final String JAR = "Enrol, jars";

	private static final String IMAGE = "Enrol, as in the images";

	private static final String VISIBLE = "visible after s";

	private final List<String> contenders = Settings.texts("contenders", "image,jar");

	private final int users = Settings.number("users", 1_000_000);

	private final int rounds = Settings.number("rounds", 3);

	/** Into the same services, one after the other. */
	private final int imports = Settings.number("imports", 2);

	private final Duration training = Settings.seconds("training", 60);

	@Override
	public void run(Results results) throws Exception {
		for (int round = 1; round <= this.rounds; round++) {
			for (String name : this.contenders) {
				try (Platform platform = new Platform()) {
					switch (name) {
						case "image" -> measure(results, IMAGE, platform, (layout) -> layout.reading("trained"), round);
						case "jar" -> measure(results, JAR, platform, Layout::jar, round);
						default -> throw new IllegalArgumentException(name);
					}
				}
			}
		}
		if (this.users == 1_000_000) {
			results.target("seconds until a million users are visible, in services that have just started",
					results.spread(scenario(1), IMAGE, VISIBLE), Limit.AT_MOST, 40);
		}
	}

	private void measure(Results results, String contender, Platform platform, Function<Layout, List<String>> code,
			int round) throws Exception {
		Layout commandLayout = Layout.extract("command-service", platform.data.resolve("command-service"));
		Layout projectorLayout = Layout.extract("projector-service", platform.data.resolve("projector-service"));
		Database database = platform.schema();
		train(platform, database, commandLayout, projectorLayout);
		long before = database.users();
		JavaProcess command = platform.command(0, Platform.partitions(), code.apply(commandLayout));
		JavaProcess projector = platform.projector(database, code.apply(projectorLayout));
		Stream.of(command, projector).forEach(JavaProcess::awaitReady);
		for (int number = 1; number <= this.imports; number++) {
			Path lines = lines(number);
			Platform.rest();
			Cost cost = Cost.of(platform, List.of(command), projector);
			long start = System.nanoTime();
			send(command, lines);
			double answered = seconds(start);
			database.awaitUsers(before + (long) number * this.users);
			Map<String, Double> metrics = new LinkedHashMap<>();
			metrics.put(VISIBLE, seconds(start));
			metrics.put("answered after s", answered);
			metrics.put("lines/s", this.users / answered);
			metrics.putAll(Cost.of(platform, List.of(command), projector).since(cost, this.users));
			results.add(scenario(number), contender, round, metrics);
		}
	}

	/** As the build of an image does, which warms the broker up. */
	private void train(Platform platform, Database database, Layout commandLayout, Layout projectorLayout) {
		JavaProcess command = platform.command(0, Platform.partitions(), commandLayout.writing("trained"));
		JavaProcess projector = platform.projector(database, projectorLayout.writing("trained"));
		JavaProcess query = platform.query(database);
		Stream.of(command, projector, query).forEach(JavaProcess::awaitReady);
		Layout.load(command, query, this.training);
		Platform.rest();
		Stream.of(query, command, projector).forEach((service) -> service.terminate(Layout.CACHE_TIMEOUT));
	}

	private Path lines(int number) throws IOException {
		Path file = Path.of("target", "data", "import.ndjson");
		try (BufferedWriter out = Files.newBufferedWriter(file)) {
			for (long i = 0; i < this.users; i++) {
				TestUser user = TestUser.number((long) number * this.users + i);
				out.write("{\"username\": \"" + user.name() + "\", \"email\": \"" + user.email() + "\"}\n");
			}
		}
		return file;
	}

	/** By curl, since Java's HttpClient reads no result before it has sent all lines. */
	private void send(JavaProcess command, Path lines) {
		String last = Tool.run(List.of("sh", "-c", "curl -sS -H 'Content-Type: application/x-ndjson' -X POST -T '"
				+ lines + "' " + command.uri("/user/registrations") + " | tail -n 1"))
			.get(0);
		if (!last.contains("\"complete\":true") || !last.contains("\"registered\":" + this.users)) {
			throw new IllegalStateException("The import ended with " + last);
		}
	}

	private String scenario(int number) {
		return this.users + " users, import " + number + Brokers.inScenario();
	}

	private static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

}
