/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The core of ADR 1: a command that was answered before its commit, and rolled back by a
 * crash, is decided again with the same outcome. Commits are so rare here that each crash
 * rolls back everything answered in the seconds before it. Takes minutes, so it runs only
 * on request: {@code -Dit.test=CrashBeforeCommitIntegrationTests}.
 */
class CrashBeforeCommitIntegrationTests {

	private static final int CRASHES = 20;

	@TempDir
	private Path directory;

	@Test
	void rolledBackCommandsAreDecidedAgainWithTheSameOutcome() {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(1, 1),
				Map.of("spring.kafka.streams.properties.commit.interval.ms", "4000"))) {
			FaultRun.Result result = new FaultRun(cluster).run(1, 5000,
					Collections.nCopies(CRASHES, Fault.KILL_ALL_COMMANDS));
			System.out.printf("%d crashes undid %d registrations%n", CRASHES, result.undone());
			assertThat(result.undone()).isGreaterThan(CRASHES);
			assertThat(result.violations()).isEmpty();
		}
	}

}
