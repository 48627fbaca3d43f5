/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.KafkaReachability;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready is who has Kafka and decides commands. During a rebalance the service is alive,
 * and not ready.
 */
final class RegistrationHealthIndicator implements HealthIndicator {

	private final KafkaReachability kafka;

	private final RegistrationStreams streams;

	RegistrationHealthIndicator(KafkaReachability kafka, RegistrationStreams streams) {
		this.kafka = kafka;
		this.streams = streams;
	}

	@Override
	public Health health() {
		Health.Builder health = (this.kafka.isReachable() && this.streams.isReady()) ? Health.up()
				: Health.outOfService();
		return health.withDetail("kafka", this.kafka.isReachable() ? "reachable" : "not reachable")
			.withDetail("streams", this.streams.state().name())
			.build();
	}

}
