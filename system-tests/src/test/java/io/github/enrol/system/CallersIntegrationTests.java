/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.enrol.system.Probe.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers of a cluster behind its entrance see of each fault, and for how long.
 * Takes minutes and needs HAProxy, so it runs only on request:
 * {@code -Dit.test=CallersIntegrationTests}.
 */
class CallersIntegrationTests {

	private static final int ROUNDS = Integer.getInteger("callers.rounds", 3);

	/** Must not be noticed. */
	private static final Set<Fault> PLANNED = EnumSet.of(Fault.ROLLING_RESTART, Fault.ROLLING_RESTART_OF_BROKERS,
			Fault.GROW_AND_SHRINK);

	/** In which the services compile what they need. */
	private static final Duration WARM_UP = Duration.ofSeconds(20);

	private static final Random random = new Random(1);

	private static final CallersTable table = new CallersTable();

	@TempDir
	private static Path directory;

	private static Cluster cluster;

	@BeforeAll
	static void start() {
		cluster = new Cluster(directory, Cluster.Size.PAIRS, Map.of());
		assertThat(cluster.entrance).as("haproxy on the PATH").isNotNull();
		Probe.silence(cluster.entrance.api(), () -> ManagedProcess.pause(WARM_UP));
	}

	@AfterAll
	static void stop() {
		cluster.close();
		table.write();
	}

	static IntStream rounds() {
		return IntStream.range(0, ROUNDS);
	}

	@ParameterizedTest
	@MethodSource("rounds")
	void aRollingRestartOfTheServicesFailsNoRequest(int round) {
		requireNoFailure(watch(Fault.ROLLING_RESTART));
	}

	@ParameterizedTest
	@MethodSource("rounds")
	void aRollingRestartOfTheBrokersFailsNoRequest(int round) {
		requireNoFailure(watch(Fault.ROLLING_RESTART_OF_BROKERS));
	}

	@ParameterizedTest
	@MethodSource("rounds")
	void instancesComeAndGoWithoutAFailedRequest(int round) {
		List<ServiceProcess> more = cluster.grow();
		Seen joining = watch("instances join", () -> {
			more.forEach(ManagedProcess::awaitReady);
			ManagedProcess.pause(Duration.ofSeconds(5));
		});
		Seen leaving = watch("instances leave", () -> more.forEach(ManagedProcess::terminate));
		requireNoFailure(joining);
		requireNoFailure(leaving);
	}

	static List<Fault> faults() {
		return Fault.selected().stream().filter((fault) -> !PLANNED.contains(fault)).toList();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void everyFaultEnds(Fault fault) {
		rounds().forEach((round) -> watch(fault));
	}

	private static void requireNoFailure(Seen seen) {
		assertThat(seen.registrations().failed()).isZero();
		assertThat(seen.queries().failed()).isZero();
	}

	private static Seen watch(Fault fault) {
		return watch(fault.name(), () -> fault.happen(cluster, random));
	}

	private static Seen watch(String what, Runnable event) {
		long start = System.nanoTime();
		Seen seen = Probe.watch(cluster.entrance.api(), event);
		table.add(what, Duration.ofNanos(System.nanoTime() - start), seen);
		cluster.awaitReady();
		return seen;
	}

}
