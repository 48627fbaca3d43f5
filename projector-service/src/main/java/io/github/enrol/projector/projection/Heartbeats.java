/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.Map;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How recently Kafka answered a consumer, also one that has nothing to read.
 */
final class Heartbeats {

	/** Without an answer for longer than this, Kafka counts as out of reach. */
	private static final Duration SILENCE = Duration.ofSeconds(10);

	private Heartbeats() {
	}

	/**
	 * Returns the seconds since Kafka last answered a heartbeat.
	 * @param metrics of a consumer; empty without one
	 * @return negative if it never did; infinite if there is no consumer
	 */
	static double secondsAgo(Map<MetricName, ? extends Metric> metrics) {
		return metrics.values()
			.stream()
			.filter((metric) -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
			.map(Metric::metricValue)
			.mapToDouble((value) -> ((Number) value).doubleValue())
			.findFirst()
			.orElse(Double.POSITIVE_INFINITY);
	}

	/**
	 * Whether Kafka answered so recently that it can be reached.
	 * @param secondsAgo as {@link #secondsAgo} returns it
	 */
	static boolean areRecent(double secondsAgo) {
		return secondsAgo >= 0 && secondsAgo <= SILENCE.toSeconds();
	}

}
