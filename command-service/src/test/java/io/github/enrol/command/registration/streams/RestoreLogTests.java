/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a restart says about the state that it restores.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestoreLogTests {

	private static final TopicPartition PARTITION = new TopicPartition("changelog", 2);

	private final RestoreLog log = new RestoreLog(new SimpleMeterRegistry());

	@BeforeEach
	void logAsInProduction() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(RestoreLog.class.getName(), LogLevel.INFO);
	}

	@AfterEach
	void logAsInOtherTests() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(RestoreLog.class.getName(), null);
	}

	@Test
	void recordsAreLoggedBeforeAndAfter(CapturedOutput output) {
		this.log.onRestoreStart(PARTITION, "registrations", 100, 103);
		assertThat(output).contains("Restoring the state of partition 2: up to 2 records");
		this.log.onRestoreEnd(PARTITION, "registrations", 2);
		assertThat(output).contains("The state of partition 2 is restored: 2 records in ");
	}

	@Test
	void aMarkerOfATransactionIsNothingToRestore(CapturedOutput output) {
		this.log.onRestoreStart(PARTITION, "registrations", 100, 101);
		this.log.onRestoreEnd(PARTITION, "registrations", 0);
		assertThat(output).doesNotContain("partition 2");
	}

}
