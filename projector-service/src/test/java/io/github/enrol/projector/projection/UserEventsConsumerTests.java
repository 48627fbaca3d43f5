/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserEventsConsumerTests {

	@Test
	void isDeadIfItsThreadEndsUnasked() {
		CountDownLatch begin = new CountDownLatch(1);
		UserEventsConsumer consumer = consumer(() -> {
			awaitUninterruptibly(begin);
			throw new NoClassDefFoundError("expected in this test");
		});
		assertThat(consumer.isDead()).as("not started").isFalse();
		consumer.start();
		assertThat(consumer.isDead()).as("running").isFalse();
		begin.countDown();
		Awaitility.await().dontCatchUncaughtExceptions().until(consumer::isDead);
		consumer.stop();
		assertThat(consumer.isDead()).as("stopped").isFalse();
	}

	@Test
	void isNotDeadIfItIsStopped() {
		CountDownLatch ended = new CountDownLatch(1);
		UserEventsConsumer consumer = consumer(() -> {
			throw new IllegalStateException("fails until it is stopped");
		});
		consumer.start();
		consumer.stop(ended::countDown);
		Awaitility.await().until(() -> ended.getCount() == 0);
		assertThat(consumer.isDead()).isFalse();
	}

	private static UserEventsConsumer consumer(Runnable preparation) {
		MeterRegistry meters = new SimpleMeterRegistry();
		return new UserEventsConsumer(() -> {
			throw new IllegalStateException("never prepared");
		}, preparation, null, null, null,
				new ProjectionMeters(meters, new ProjectionLag(meters, Clock.systemUTC()), RecordTraces.OFF),
				new ProjectionProperties(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1), 1,
						(short) 1, Duration.ofDays(30), Duration.ofDays(7), List.of()));
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
