/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProjectionLagTests {

	private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private Instant now = NOON;

	private final InstantSource time = () -> this.now;

	private final ProjectionLag lag = new ProjectionLag(this.meters, this.time.withZone(ZoneOffset.UTC));

	@Test
	void anInstanceWithoutPartitionsIsNotBehind() {
		assertLag(0, 0);
	}

	@Test
	void aPartitionWithNothingLeftIsNotBehindHoweverOldItsLastEventIs() {
		known(0, 0, true);
		this.lag.written(Map.of(0, millis(NOON.minusSeconds(3_600))));
		pass(9);
		assertLag(0, 0);
	}

	@Test
	void aBacklogIsAsOldAsTheLastEventOfItThatWasWritten() {
		known(0, 5_000, false);
		pass(2);
		assertLag(5_000, 2);
		this.lag.written(Map.of(0, millis(NOON.minusSeconds(3_600))));
		assertLag(5_000, 3_602);
		this.lag.written(Map.of(0, millis(NOON.minusSeconds(600))));
		known(0, 100, false);
		assertLag(100, 602);
	}

	@Test
	void underLoadItIsAsOldAsWhatIsWritten() {
		known(0, 0, true);
		for (int i = 0; i < 100; i++) {
			pass(1);
			this.lag.written(Map.of(0, millis(this.now) - 100));
			known(0, 30, false);
		}
		assertLag(30, 0.1);
	}

	@Test
	void aFirstEventAfterAQuietHourIsNotAnHourOld() {
		known(0, 0, true);
		this.lag.written(Map.of(0, millis(NOON)));
		pass(3_600);
		known(0, 0, true);
		pass(1);
		known(0, 1, false);
		assertLag(1, 1);
	}

	@Test
	void growsWithoutAWordFromKafkaOrWhileTheDatabaseIsGone() {
		known(0, 0, true);
		pass(60);
		assertLag(0, 60);
		known(0, 7, false);
		pass(60);
		assertLag(7, 120);
	}

	@Test
	void theTimeIsThatOfThePartitionFurthestBehindAndTheNumberThatOfAll() {
		known(0, 0, true);
		known(1, 10, false);
		known(2, 20, false);
		pass(5);
		this.lag.written(Map.of(1, millis(NOON), 2, millis(NOON.minusSeconds(10))));
		assertLag(30, 15);
		this.lag.revoked(List.of(2));
		assertLag(10, 5);
		this.lag.written(Map.of(2, millis(NOON.minusSeconds(10))));
		assertLag(10, 5);
	}

	@Test
	void anEventOfTheFutureHidesNothing() {
		known(0, 1, false);
		this.lag.written(Map.of(0, millis(NOON.plusSeconds(3_600))));
		pass(5);
		assertLag(1, 5);
	}

	@Test
	void whatKafkaSaidAWhileAgoCountsFromThen() {
		this.lag.known(0, 0, true, Duration.ofSeconds(3));
		this.lag.known(0, 1, false, Duration.ZERO);
		assertLag(1, 3);
	}

	private void known(int partition, long events, boolean complete) {
		this.lag.known(partition, events, complete, Duration.ZERO);
	}

	private void pass(long seconds) {
		this.now = this.now.plusSeconds(seconds);
	}

	private static long millis(Instant time) {
		return time.toEpochMilli();
	}

	private void assertLag(double events, double seconds) {
		assertThat(this.meters.get("projection.lag.events").gauge().value()).isEqualTo(events);
		assertThat(this.meters.get("projection.lag").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(seconds);
	}

}
