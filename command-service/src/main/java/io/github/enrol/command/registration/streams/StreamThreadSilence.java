/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a stream thread that hangs. It neither fails nor writes a line, and decides
 * nothing; a healthy one polls several times a second. While Kafka does not answer,
 * threads may wait in their clients: that time does not count.
 */
final class StreamThreadSilence {

	/** Longer than Kafka's clients wait for anything by default, which is a minute. */
	static final Duration LIMIT = Duration.ofMinutes(2);

	private static final Logger logger = LoggerFactory.getLogger(StreamThreadSilence.class);

	/** What the name of a stream thread's main consumer has and the thread has not. */
	private static final String SUFFIX = "-consumer";

	private final Supplier<Map<MetricName, ? extends Metric>> metrics;

	private final Supplier<Duration> reachable;

	private final Duration limit;

	private boolean reported;

	/**
	 * Creates a detector.
	 * @param metrics of Kafka Streams; empty before it starts
	 * @param reachable for how long Kafka has answered
	 */
	StreamThreadSilence(Supplier<Map<MetricName, ? extends Metric>> metrics, Supplier<Duration> reachable,
			Duration limit) {
		this.metrics = metrics;
		this.reachable = reachable;
		this.limit = limit;
	}

	/**
	 * Returns whether a thread hangs, and logs once where.
	 */
	synchronized boolean isTooLong() {
		Optional<String> silent = (this.reachable.get().compareTo(this.limit) > 0) ? silentThread() : Optional.empty();
		if (!this.reported) {
			silent.ifPresent(this::report);
		}
		this.reported = silent.isPresent();
		return this.reported;
	}

	private Optional<String> silentThread() {
		return this.metrics.get()
			.entrySet()
			.stream()
			.filter((metric) -> metric.getKey().name().equals("last-poll-seconds-ago"))
			.filter((metric) -> ((Number) metric.getValue().metricValue()).doubleValue() > this.limit.toSeconds())
			.map((metric) -> metric.getKey().tags().getOrDefault("client-id", ""))
			.filter((client) -> client.contains("-StreamThread-") && client.endsWith(SUFFIX))
			.map((client) -> client.substring(0, client.length() - SUFFIX.length()))
			.findFirst();
	}

	private void report(String name) {
		IllegalStateException place = new IllegalStateException("The thread is here");
		place.setStackTrace(Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey().getName().equals(name))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(new StackTraceElement[0]));
		logger.error("The stream thread {} hangs: its last poll was more than {} s ago", name, this.limit.toSeconds(),
				place);
	}

}
