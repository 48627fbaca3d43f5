/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole system: all three services.
 */
final class Enrol extends HttpContender {

	private final Database database;

	private final Kafka kafka;

	private final Platform platform;

	private final JavaProcess projector;

	Enrol(Platform platform) {
		super(platform.command(0, Platform.partitions()), platform.build.token());
		this.kafka = new Kafka(platform.bootstrapServers);
		this.database = platform.schema();
		this.platform = platform;
		this.projector = platform.projector(this.database);
		this.projector.awaitReady();
		platform.query(this.database).awaitReady();
	}

	@Override
	public Optional<Database> readModel() {
		return Optional.of(this.database);
	}

	/**
	 * Says too which part of the users was in the read model when the last was answered:
	 * what is not, is work that was put off. What a registration costs includes it.
	 */
	@Override
	public Map<String, Double> measure(int connections, Duration duration) {
		long before = this.database.users();
		Cost start = cost();
		Load load = run(connections, duration);
		Map<String, Double> metrics = load.metrics();
		metrics.put(Load.PROJECTED, 100.0 * (this.database.users() - before) / load.requests());
		this.kafka.awaitDecisions();
		this.database.awaitUsers(before + load.requests() - load.errors());
		metrics.putAll(cost().since(start, load.requests()));
		return metrics;
	}

	private Cost cost() {
		return Cost.of(this.platform, List.of(server()), this.projector);
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
