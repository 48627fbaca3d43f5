/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.system.history.Attempt;
import io.github.enrol.system.history.Erasure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Invariants I1 to I4 under faults, after a rebuild. Each run has a seed, which
 * determines the faults, their order and their victims.
 * {@code -Dfaults.seeds=1-30 -Dfaults.addresses=6000} runs more than the short form,
 * {@code -Dsecured=true} on a cluster that is {@link Secured}; each run adds a line to
 * {@code fault-runs.csv}.
 */
@Tag("own-servers")
class FaultIntegrationTests {

	private static final int ADDRESSES = Integer.getInteger("faults.addresses", 1000);

	private static final int FAULTS = Integer.getInteger("faults.count", 2);

	/** Names the runs of one command in the results. */
	private static final String SERIES = System.getProperty("faults.series", "unnamed");

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
		String[] range = System.getProperty("faults.seeds", "74-74").split("-");
		return IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingIsLostAndNothingHappensTwice(int seed) {
		List<Fault> faults = new ArrayList<>(Fault.selected());
		Collections.shuffle(faults, new Random(seed));
		faults = Stream.concat(Stream.of(Fault.REBUILD), faults.stream().limit(FAULTS)).toList();
		FaultRun.Result result = run.run(seed, ADDRESSES, faults);
		report(seed, faults, result);
		assertThat(result.violations()).isEmpty();
	}

	@Test
	void aSecuredClusterKnowsNoStrangers() {
		assertThat(cluster.services()).extracting((service) -> service.status("/actuator/info"))
			.containsOnly(Security.ON ? 401 : 200);
	}

	private static void report(int seed, List<Fault> faults, FaultRun.Result result) {
		Map<Integer, Long> answers = result.attempts()
			.stream()
			.collect(Collectors.groupingBy(Attempt::status, Collectors.counting()));
		Results.append("fault-runs.csv", "series,seed,jdk,faults,requests,broken,201,409,503,undone,violations", SERIES,
				seed, Runtime.version().feature(), faults.stream().map(Fault::name).collect(Collectors.joining(" ")),
				result.attempts().size(), answers.getOrDefault(0, 0L), answers.getOrDefault(201, 0L),
				answers.getOrDefault(409, 0L), answers.getOrDefault(503, 0L), result.undone(),
				result.violations().size());
		System.out.println("Requests for erasure by status: " + result.erasures()
			.stream()
			.collect(Collectors.groupingBy(Erasure::status, TreeMap::new, Collectors.counting())));
	}

}
