/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import static java.util.Map.entry;

/**
 * Runs one benchmark: {@code benchmarks/run NAME [-Dsetting=value …]}.
 */
public final class Benchmarks {

	private static final Map<String, Supplier<Benchmark>> ALL = Map.ofEntries(entry("register", Register::new),
			entry("visible", Visible::new), entry("project", Project::new), entry("read", Read::new),
			entry("decide", Decide::new), entry("start", Start::new), entry("first-minute", FirstMinute::new),
			entry("grow", Grow::new), entry("follow", Follow::new), entry("enumerate", Enumerate::new),
			entry("profile", Profile::new), entry("pause", Pause::new), entry("import", Import::new));

	private Benchmarks() {
	}

	/**
	 * Runs it in the directory of this module.
	 * @param args the name of a benchmark
	 */
	public static void main(String[] args) throws Exception {
		Supplier<Benchmark> benchmark = (args.length == 1) ? ALL.get(args[0]) : null;
		if (benchmark == null) {
			System.err.println("Which one? " + ALL.keySet());
			System.exit(2);
			return;
		}
		Results results = new Results(args[0]);
		benchmark.get().run(results);
		Report report = new Report(results, environment());
		report.print();
		report.write(Path.of(Settings.text("results", "results")));
		// Processes end by shutdown hooks; no thread of a library may keep this one.
		System.exit(0);
	}

	private static Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("JDK", System.getProperty("java.vm.version"));
		environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
		environment.put("on", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		environment.putAll(Settings.used());
		return environment;
	}

	/**
	 * Something that is measured.
	 */
	interface Benchmark {

		void run(Results results) throws Exception;

	}

}
