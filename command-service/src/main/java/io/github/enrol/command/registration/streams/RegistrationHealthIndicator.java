/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.KafkaReachability;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready means that Kafka is reachable, can write some of the partitions, and that this
 * instance is processing commands. During a rebalance the service is alive but not ready.
 */
final class RegistrationHealthIndicator implements HealthIndicator {

	private final KafkaReachability kafka;

	private final CommandPartitions partitions;

	private final RegistrationStreams streams;

	private final StreamThreadFailures failures;

	RegistrationHealthIndicator(KafkaReachability kafka, CommandPartitions partitions, RegistrationStreams streams,
			StreamThreadFailures failures) {
		this.kafka = kafka;
		this.partitions = partitions;
		this.streams = streams;
		this.failures = failures;
	}

	@Override
	public Health health() {
		boolean ready = this.kafka.isReachable() && this.partitions.writable() > 0 && this.streams.isReady()
				&& !this.failures.isStuck() && !this.failures.isRefused();
		Health.Builder health = ready ? Health.up() : Health.outOfService();
		return health.withDetail("kafka", this.kafka.isReachable() ? "reachable" : "not reachable")
			.withDetail("partitions", this.partitions.writable() + " of " + this.partitions.count() + " writable")
			.withDetail("streams", this.streams.state().name())
			.build();
	}

}
