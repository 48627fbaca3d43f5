/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.KafkaReachability;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready means that Kafka is reachable and this instance is processing commands. During a
 * rebalance the service is alive but not ready.
 */
final class RegistrationHealthIndicator implements HealthIndicator {

	private final KafkaReachability kafka;

	private final RegistrationStreams streams;

	private final StreamThreadFailures failures;

	RegistrationHealthIndicator(KafkaReachability kafka, RegistrationStreams streams, StreamThreadFailures failures) {
		this.kafka = kafka;
		this.streams = streams;
		this.failures = failures;
	}

	@Override
	public Health health() {
		boolean ready = this.kafka.isReachable() && this.streams.isReady() && !this.failures.isStuck()
				&& !this.failures.isRefused();
		Health.Builder health = ready ? Health.up() : Health.outOfService();
		return health.withDetail("kafka", this.kafka.isReachable() ? "reachable" : "not reachable")
			.withDetail("streams", this.streams.state().name())
			.build();
	}

}
