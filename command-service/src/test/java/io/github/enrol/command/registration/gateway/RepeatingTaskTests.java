/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RepeatingTaskTests {

	@Test
	void continuesWhateverItThrowsAndLogsItOnce(CapturedOutput output) throws InterruptedException {
		CountDownLatch runs = new CountDownLatch(5);
		RepeatingTask task = new RepeatingTask("test-task", Duration.ofMillis(1), () -> {
			runs.countDown();
			throw new StackOverflowError("deep");
		});
		try (task) {
			assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(output.getAll().split("test-task failed and is tried again", -1)).hasSize(2);
	}

}
