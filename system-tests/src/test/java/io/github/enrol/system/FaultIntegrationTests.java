/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.system.history.Attempt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Invariants I1 to I4 under faults. Each run has a seed, which determines the faults,
 * their order and their victims. {@code -Dfaults.seeds=1-30 -Dfaults.addresses=6000} runs
 * more than the short form; each run adds a line to {@code target/fault-runs.md}.
 */
class FaultIntegrationTests {

	private static final int ADDRESSES = Integer.getInteger("faults.addresses", 1000);

	private static final int FAULTS = Integer.getInteger("faults.count", 2);

	@TempDir
	private static Path directory;

	private static Cluster cluster;

	private static FaultRun run;

	@BeforeAll
	static void start() {
		// Rare commits: nearly every kill falls between replies and their commit.
		cluster = new Cluster(directory, Cluster.Size.PAIRS,
				Map.of("spring.kafka.streams.properties.commit.interval.ms", "500"));
		run = new FaultRun(cluster);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	static IntStream seeds() {
		String[] range = System.getProperty("faults.seeds", "1-1").split("-");
		return IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingIsLostAndNothingHappensTwice(int seed) throws IOException {
		List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
		Collections.shuffle(faults, new Random(seed));
		faults = faults.subList(0, FAULTS);
		FaultRun.Result result = run.run(seed, ADDRESSES, faults);
		report(seed, faults, result);
		assertThat(result.violations()).isEmpty();
	}

	private static void report(int seed, List<Fault> faults, FaultRun.Result result) throws IOException {
		Map<Integer, Long> answers = result.attempts()
			.stream()
			.collect(Collectors.groupingBy(Attempt::status, TreeMap::new, Collectors.counting()));
		String line = "| %d | %s | %s | %d | %s | %d | %d |%n".formatted(seed, Runtime.version().feature(),
				faults.stream().map(Fault::name).collect(Collectors.joining(", ")), result.attempts().size(), answers,
				result.undone(), result.violations().size());
		System.out.print(line);
		Files.writeString(Path.of("target", "fault-runs.md"), line, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

}
