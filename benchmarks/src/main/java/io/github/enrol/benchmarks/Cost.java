/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What registrations cost: the processor time that each kind of process has used since
 * its start.
 *
 * @param seconds by the name of the kind
 */
record Cost(Map<String, Double> seconds) {

	/** Of all processes, for a registration. */
	static final String SUM = "all µs/registration";

	private static final String EACH = " µs/registration";

	static Cost of(Platform platform, List<JavaProcess> commands, JavaProcess projector) {
		Map<String, Double> seconds = new LinkedHashMap<>();
		seconds.put("command-services", commands.stream().mapToDouble(Cost::seconds).sum());
		seconds.put("broker", platform.brokers.processorSeconds());
		seconds.put("projector", seconds(projector));
		seconds.put("database", platform.databaseProcess().map(Usage::processorSeconds).orElse(0.0));
		return new Cost(seconds);
	}

	private static double seconds(JavaProcess process) {
		return Usage.processorSeconds(process.handle());
	}

	/**
	 * Returns the metrics of registrations that took place since an earlier look.
	 */
	Map<String, Double> since(Cost before, long registrations) {
		Map<String, Double> metrics = new LinkedHashMap<>();
		this.seconds.forEach((kind, seconds) -> metrics.put(kind + EACH,
				(seconds - before.seconds.getOrDefault(kind, 0.0)) * 1e6 / registrations));
		metrics.put(SUM, metrics.values().stream().mapToDouble(Double::doubleValue).sum());
		return metrics;
	}

}
