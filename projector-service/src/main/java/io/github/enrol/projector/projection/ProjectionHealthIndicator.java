/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import io.github.enrol.http.status.HealthComponents;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready means that events are being projected and that Kafka answers this group member's
 * heartbeats.
 */
final class ProjectionHealthIndicator implements HealthIndicator {

	private final UserEventsConsumer consumer;

	ProjectionHealthIndicator(UserEventsConsumer consumer) {
		this.consumer = consumer;
	}

	@Override
	public Health health() {
		boolean reachable = Heartbeats.areRecent(Heartbeats.secondsAgo(this.consumer.metrics()));
		boolean projecting = this.consumer.isProjecting();
		Health.Builder health = (reachable && projecting) ? Health.up()
				: Health.outOfService().withDetail(HealthComponents.REASON, reason());
		return health.withDetail("kafka", reachable ? "reachable" : "not reachable")
			.withDetail("projecting", projecting)
			.build();
	}

	private String reason() {
		return this.consumer.failure()
			.orElseGet(() -> this.consumer.isProjecting() ? "Kafka cannot be reached, or refuses this service."
					: "The service is taking over its partitions.");
	}

}
