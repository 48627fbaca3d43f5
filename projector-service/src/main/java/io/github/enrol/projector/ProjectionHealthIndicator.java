/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Duration;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready is who projects events and is heard by Kafka.
 */
final class ProjectionHealthIndicator implements HealthIndicator {

	private static final Duration SILENCE = Duration.ofSeconds(10);

	private final UserEventsConsumer consumer;

	ProjectionHealthIndicator(UserEventsConsumer consumer) {
		this.consumer = consumer;
	}

	@Override
	public Health health() {
		double silence = this.consumer.secondsSinceHeartbeat();
		boolean heard = silence >= 0 && silence <= SILENCE.toSeconds();
		Health.Builder health = (heard && this.consumer.isProjecting()) ? Health.up() : Health.outOfService();
		return health.withDetail("kafka", heard ? "reachable" : "not reachable")
			.withDetail("projecting", this.consumer.isProjecting())
			.build();
	}

}
