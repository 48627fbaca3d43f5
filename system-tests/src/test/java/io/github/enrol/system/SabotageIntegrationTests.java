/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.enrol.system.sabotage.Sabotage;
import io.github.enrol.system.sabotage.Saboteur;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proves the checker: it catches each broken variant of the services. Takes minutes, so
 * it runs only on request: {@code -Dit.test=SabotageIntegrationTests}.
 */
class SabotageIntegrationTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(Sabotage.class)
	void isCaught(Sabotage sabotage) {
		List<Fault> faults = switch (sabotage) {
			case LOST_CORRELATION, AT_MOST_ONCE -> List.of();
			case RANDOM_ID -> List.of(Fault.KILL_ALL_COMMANDS);
			case NO_COMPARE_AND_SET -> List.of(Fault.FREEZE_PROJECTOR, Fault.FREEZE_PROJECTOR, Fault.FREEZE_PROJECTOR);
		};
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(2, 2),
				Map.of("spring.kafka.streams.properties.commit.interval.ms", "2000"), Saboteur.javaOption(sabotage))) {
			FaultRun.Result result = new FaultRun(cluster).run(1, 600, faults);
			System.out.println(sabotage + " is caught by: " + result.violations().stream().limit(2).toList());
			assertThat(result.violations()).isNotEmpty();
		}
	}

}
