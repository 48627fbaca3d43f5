/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;
import io.github.enrol.benchmarks.rest.DataRest;
import io.github.enrol.embedded.Ports;
import org.jspecify.annotations.Nullable;

/**
 * Pages of users near the start and far from it, and single users, against Spring Data
 * REST on the same table, and against nothing behind the same HTTP; and pages of the
 * users that a filter selects.
 */
final class Read implements Benchmark {

	private static final String ENROL = "Enrol query-service";

	private static final String OTHER = "other query-service";

	private static final String DATA_REST = "Spring Data REST";

	private static final String CEILING = "HTTP ceiling";

	private static final int PAGE = 20;

	private static final int SAMPLE = 10_000;

	private final int users = Settings.number("users", 2_000_000);

	private final List<Integer> depths = Settings.numbers("depths", "1,1000,100000");

	/** In MiB. The read model of two million users takes some 700. */
	private final int databaseMemory = Settings.number("database-memory", 1024);

	private final List<Integer> connections = Settings.numbers("connections", "1,16");

	private final List<String> contenders = Settings.texts("contenders", "enrol,data-rest,ceiling");

	private final boolean filters = Settings.flag("filters", true);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 5);

	private final Duration warmUp = Settings.seconds("warm-up", 180);

	@Override
	public void run(Results results) {
		try (Platform platform = new Platform()) {
			Database database = platform.schema().withReadModel();
			database.useMemory(this.databaseMemory);
			System.out.println("Storing " + this.users + " users");
			Rows.fill(database, this.users);
			database.sql()
				.sql("INSERT INTO projection_cursor (topic_partition, next_offset, command_offset, users) VALUES (0, :users, :users, :users)")
				.param("users", this.users)
				.update();
			Map<String, Contender> contenders = contenders(platform, database);
			contenders.values().forEach((contender) -> contender.server.awaitReady());
			Map<String, Paths> scenarios = scenarios(platform.data);
			if (this.filters && contenders.containsKey(ENROL)) {
				new FilteredPages(contenders.get(ENROL).server.uri("/"), this.users).paths()
					.forEach((name, paths) -> scenarios.put(name,
							new Paths(write(platform.data, name.replaceAll("\\W+", "-"), paths), null)));
			}
			System.out.println("Warming up");
			contenders.values()
				.forEach((contender) -> Warmth.reach(this.warmUp,
						(turn) -> all(database, contender, turn, scenarios.values())));
			for (int callers : this.connections) {
				for (int i = 1; i <= this.rounds; i++) {
					int round = i;
					scenarios.forEach((name, paths) -> contenders.forEach((contender, server) -> {
						if (server.understands(paths)) {
							results.add(scenario(name, callers), contender, round,
									load(database, server, callers, this.duration, paths).metrics());
						}
					}));
				}
			}
			targets(results, scenarios.keySet().stream().toList());
		}
	}

	private Map<String, Contender> contenders(Platform platform, Database database) {
		Map<String, Contender> all = new LinkedHashMap<>();
		for (String name : this.contenders) {
			switch (name) {
				case "enrol" -> all.put(ENROL, new Contender(platform.query(database), Paths::enrol));
				case "other" -> all.put(OTHER, new Contender(
						platform.query(database, Build.other().code("query-service"), Ports.free()), Paths::enrol));
				case "ceiling" -> all.put(CEILING, new Contender(HttpCeiling.start(platform), Paths::enrol));
				case "data-rest" -> all.put(DATA_REST,
						new Contender(platform.peer(DataRest.class, database.properties()), Paths::dataRest));
				default -> throw new IllegalArgumentException(name);
			}
		}
		return all;
	}

	/**
	 * What the contender understands, one after the other, in equal parts of the time.
	 */
	private static Load all(Database database, Contender contender, Duration duration, Collection<Paths> scenarios) {
		List<Paths> understood = scenarios.stream().filter(contender::understands).toList();
		Duration part = Duration.ofSeconds(Math.max(1, duration.toSeconds() / understood.size()));
		return understood.stream()
			.map((paths) -> load(database, contender, 16, part, paths))
			.reduce(Load::and)
			.orElseThrow();
	}

	/**
	 * Returns when the database has nothing left to do, which after pages with counts of
	 * millions of users takes longer than the load.
	 */
	private static Load load(Database database, Contender contender, int callers, Duration duration, Paths paths) {
		Load load = Tool.wrk("paths.lua", contender.server.uri("/"), callers, duration,
				String.valueOf(contender.words.apply(paths)));
		database.awaitIdle();
		return load;
	}

	private static String scenario(String name, int connections) {
		return name + ", " + connections + " connections";
	}

	private static String page(int depth) {
		return "page " + depth;
	}

	private void targets(Results results, List<String> names) {
		int few = this.connections.get(0);
		int many = this.connections.get(this.connections.size() - 1);
		int deepest = this.depths.get(this.depths.size() - 1);
		results.target(
				"p50 of page " + deepest + " ÷ of page " + this.depths.get(0), results.ratio(Load.P50,
						scenario(page(deepest), few), ENROL, scenario(page(this.depths.get(0)), few), ENROL),
				Limit.AT_MOST, 1.2);
		names.stream()
			.filter((name) -> name.startsWith("by "))
			.forEach((name) -> results.target("p50, " + scenario(name, few) + " ÷ of page " + this.depths.get(0),
					results.ratio(Load.P50, scenario(name, few), ENROL, scenario(page(this.depths.get(0)), few), ENROL),
					Limit.AT_MOST, 2));
		names.forEach((name) -> results.target("requests/s, " + scenario(name, many) + " ÷ Spring Data REST's",
				results.ratio(Load.RATE, scenario(name, many), ENROL, DATA_REST), Limit.AT_LEAST, 3));
		results.target("requests/s, " + scenario(page(this.depths.get(0)), many) + " ÷ the HTTP ceiling's",
				results.ratio(Load.RATE, scenario(page(this.depths.get(0)), many), ENROL, CEILING), Limit.AT_LEAST,
				0.5);
		names.forEach((name) -> results.target("requests/s, " + scenario(name, many) + " ÷ the other build's",
				results.ratio(Load.RATE, scenario(name, many), ENROL, OTHER), Limit.AT_LEAST, 1));
	}

	/**
	 * What is asked of both, in the words of each.
	 */
	private Map<String, Paths> scenarios(Path directory) {
		Map<String, Paths> scenarios = new LinkedHashMap<>();
		for (int depth : this.depths) {
			int first = (depth - 1) * PAGE;
			if (first >= this.users) {
				throw new IllegalArgumentException("page " + depth + " needs more users");
			}
			scenarios.put(page(depth),
					new Paths(write(directory, "enrol-" + depth, List.of("/users?size=" + PAGE + after(first))),
							write(directory, "rest-" + depth,
									List.of("/users?size=" + PAGE + "&sort=id,desc&page=" + (depth - 1)))));
		}
		scenarios.put("one by id", new Paths(sample(directory, "enrol-id", (user) -> "/users/" + user.id()),
				sample(directory, "rest-id", (user) -> "/users/" + user.id())));
		scenarios.put("one by email", new Paths(
				sample(directory, "enrol-email", (user) -> "/users?email=" + user.email()),
				sample(directory, "rest-email", (user) -> "/users/search/findByEmailKey?emailKey=" + user.email())));
		return scenarios;
	}

	/**
	 * The cursor of a page as its link has it. A client would come there by following
	 * links, a hundred thousand of them.
	 * @param before how many users come before the page
	 */
	private String after(int before) {
		if (before == 0) {
			return "";
		}
		// Newest first, and the newest has the greatest number.
		String last = TestUser.number(this.users - before).id();
		return "&after=" + Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(("1." + last).getBytes(StandardCharsets.ISO_8859_1));
	}

	private Path sample(Path directory, String name, Function<TestUser, String> path) {
		return write(directory, name,
				new Random(1).longs(SAMPLE, 0, this.users).mapToObj(TestUser::number).map(path).toList());
	}

	private static Path write(Path directory, String name, List<String> paths) {
		try {
			return Files.write(directory.resolve(name + ".paths"), paths);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Somebody who has users to show.
	 *
	 * @param words the paths that it understands
	 */
	private record Contender(JavaProcess server, Function<Paths, @Nullable Path> words) {

		boolean understands(Paths paths) {
			return this.words.apply(paths) != null;
		}

	}

	/**
	 * Files with the paths to ask for; Spring Data REST has no filters.
	 */
	private record Paths(Path enrol, @Nullable Path dataRest) {
	}

}
