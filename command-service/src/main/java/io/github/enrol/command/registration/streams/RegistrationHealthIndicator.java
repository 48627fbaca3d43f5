/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.KafkaReachability;
import io.github.enrol.http.status.HealthComponents;
import org.apache.kafka.streams.KafkaStreams.State;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready means that commands can be sent, at least to some partitions, and are decided.
 */
final class RegistrationHealthIndicator implements HealthIndicator {

	static final String STUCK = "A partition of user-commands is stuck; the service's log says at which command.";

	private final KafkaReachability kafka;

	private final CommandPartitions partitions;

	private final CommandGateway gateway;

	private final StreamsState streams;

	private final StreamThreadFailures failures;

	RegistrationHealthIndicator(KafkaReachability kafka, CommandPartitions partitions, CommandGateway gateway,
			StreamsState streams, StreamThreadFailures failures) {
		this.kafka = kafka;
		this.partitions = partitions;
		this.gateway = gateway;
		this.streams = streams;
		this.failures = failures;
	}

	@Override
	public Health health() {
		boolean ready = this.gateway.isReachable() && this.streams.isReady() && !this.failures.isStuck()
				&& !this.failures.isOutdated() && !this.failures.isRefused();
		Health.Builder health = ready ? Health.up()
				: Health.outOfService().withDetail(HealthComponents.REASON, reason());
		return health.withDetail("kafka", this.kafka.isReachable() ? "reachable" : "not reachable")
			.withDetail("partitions", this.partitions.writable() + " of " + this.partitions.count() + " writable")
			.withDetail("streams", this.streams.state().name())
			.build();
	}

	private String reason() {
		if (!this.kafka.isReachable()) {
			return "Kafka cannot be reached, or refuses this service.";
		}
		if (this.failures.isStuck()) {
			return STUCK;
		}
		if (this.failures.isOutdated()) {
			return "Another instance demands newer decision rules; the service's log says which.";
		}
		if (this.failures.isRefused()) {
			return "Kafka refuses the stream threads; the service's log says why.";
		}
		if (this.streams.state() == State.CREATED) {
			return "Kafka cannot be used yet; the service's log says why.";
		}
		if (this.partitions.count() > 0 && this.partitions.writable() == 0) {
			return "No partition of the topics can be written; the service's log says why.";
		}
		return this.streams.state().isRunningOrRebalancing() ? "The service is taking over its partitions."
				: "Kafka Streams is not running: its state is " + this.streams.state() + ".";
	}

}
