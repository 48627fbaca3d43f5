/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a load generator saw.
 *
 * @param requests that were answered
 * @param seconds how long it took
 * @param errors how many of them failed: a status from 400, or no answer
 * @param p50 ms, as the others are
 */
record Load(long requests, double seconds, long errors, double p50, double p99, double p999, double max) {

	static final String RATE = "requests/s";

	static final String P50 = "p50 ms";

	static final String P99 = "p99 ms";

	static final String P999 = "p99.9 ms";

	/** Which part of the users was in the read model when the last was answered. */
	static final String PROJECTED = "projected at the end, %";

	private static final String MARK = "RESULT ";

	private static final String SECOND = "SECOND ";

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	/**
	 * Finds the line that a generator marks as its result.
	 */
	static Load parse(List<String> output) {
		return parse(output, MARK).findFirst().orElseThrow(() -> new IllegalStateException(String.join("\n", output)));
	}

	/**
	 * Finds what a generator says of each second.
	 */
	static List<Load> parseSeconds(List<String> output) {
		return parse(output, SECOND).toList();
	}

	private static Stream<Load> parse(List<String> output, String mark) {
		return output.stream()
			.filter((line) -> line.startsWith(mark))
			.map((line) -> JSON.readValue(line.substring(mark.length()), Load.class));
	}

	void print() {
		System.out.println(MARK + JSON.writeValueAsString(this));
	}

	/**
	 * Two generators, as if they had run at the same time. Percentiles cannot be added:
	 * the worse one counts.
	 */
	Load and(Load other) {
		return new Load(this.requests + other.requests, Math.max(this.seconds, other.seconds),
				this.errors + other.errors, Math.max(this.p50, other.p50), Math.max(this.p99, other.p99),
				Math.max(this.p999, other.p999), Math.max(this.max, other.max));
	}

	/**
	 * What was served in a second.
	 */
	double rate() {
		return (this.requests - this.errors) / this.seconds;
	}

	Map<String, Double> metrics() {
		Map<String, Double> metrics = new LinkedHashMap<>();
		metrics.put(RATE, rate());
		metrics.put(P50, this.p50);
		metrics.put(P99, this.p99);
		metrics.put(P999, this.p999);
		metrics.put("errors", (double) this.errors);
		return metrics;
	}

}
