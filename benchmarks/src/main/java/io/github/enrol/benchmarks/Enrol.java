/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The whole system: all three services.
 */
final class Enrol extends HttpContender {

	private final Database database;

	private final Kafka kafka;

	Enrol(Platform platform) {
		super(platform.command(0, Platform.partitions()), platform.build.token());
		this.kafka = new Kafka(platform.bootstrapServers);
		this.database = platform.schema();
		platform.projector(this.database).awaitReady();
		platform.query(this.database).awaitReady();
	}

	@Override
	public Optional<Database> readModel() {
		return Optional.of(this.database);
	}

	/**
	 * Says too which part of the users was in the read model when the last was answered:
	 * what is not, is work that was put off.
	 */
	@Override
	public Map<String, Double> measure(int connections, Duration duration) {
		long before = this.database.users();
		Load load = run(connections, duration);
		Map<String, Double> metrics = load.metrics();
		metrics.put(Load.PROJECTED, 100.0 * (this.database.users() - before) / load.requests());
		return metrics;
	}

	@Override
	public void store(long count) {
		long there = this.database.users();
		if (there < count) {
			this.kafka.register(there, count - there);
			this.database.awaitUsers(count);
		}
	}

	@Override
	public void settle() {
		this.kafka.awaitDecisions();
		for (long before = -1; before < this.database.users();) {
			before = this.database.users();
			Platform.rest();
		}
	}

}
