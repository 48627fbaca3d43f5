/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of one benchmark. In each round of a scenario every contender has its turn,
 * so a ratio is taken within a round, between neighbours in time, and it is the ratios
 * that have a spread.
 */
final class Results {

	private final String benchmark;

	private final List<Value> values = new ArrayList<>();

	private final List<Target> targets = new ArrayList<>();

	private Optional<Function<String, String>> picture = Optional.empty();

	Results(String benchmark) {
		this.benchmark = benchmark;
	}

	String benchmark() {
		return this.benchmark;
	}

	/**
	 * Takes down what a contender's turn gave.
	 * @param metrics by name, which ends with the unit
	 */
	void add(String scenario, String contender, int round, Map<String, Double> metrics) {
		StringBuilder line = new StringBuilder(
				String.format(Locale.ROOT, "%-36s %-28s #%d", scenario, contender, round));
		metrics.forEach((metric, value) -> {
			this.values.add(new Value(scenario, contender, metric, round, value));
			line.append("  ").append(metric).append(' ').append(Spread.format(value));
		});
		System.out.println(line);
	}

	/**
	 * States what a value was meant to reach.
	 */
	void target(String what, Optional<Spread> value, Limit limit, double bound) {
		value.ifPresent((spread) -> this.targets.add(new Target(what, spread, limit, bound)));
	}

	/**
	 * Has a picture made of a scenario, if it was measured.
	 */
	void show(String scenario) {
		if (scenarios(Load.RATE).contains(scenario)) {
			show((origin) -> new Picture(this, scenario).svg(origin));
		}
	}

	/**
	 * Has a picture written beside the numbers.
	 * @param picture draws it as SVG, given where and when it was measured
	 */
	void show(Function<String, String> picture) {
		this.picture = Optional.of(picture);
	}

	Optional<Function<String, String>> picture() {
		return this.picture;
	}

	Optional<Spread> spread(String scenario, String contender, String metric) {
		return spread(find(scenario, contender, metric));
	}

	/**
	 * One contender's values over another's, round by round, or the same contender's in
	 * another scenario.
	 */
	Optional<Spread> ratio(String metric, String scenario, String contender, String otherScenario,
			String otherContender) {
		List<Double> over = find(scenario, contender, metric);
		List<Double> under = find(otherScenario, otherContender, metric);
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < Math.min(over.size(), under.size()); i++) {
			if (under.get(i) != 0) {
				ratios.add(over.get(i) / under.get(i));
			}
		}
		return spread(ratios);
	}

	Optional<Spread> ratio(String metric, String scenario, String contender, String otherContender) {
		return ratio(metric, scenario, contender, scenario, otherContender);
	}

	private static Optional<Spread> spread(List<Double> values) {
		return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
	}

	private List<Double> find(String scenario, String contender, String metric) {
		return this.values.stream()
			.filter((value) -> value.scenario.equals(scenario) && value.contender.equals(contender)
					&& value.metric.equals(metric))
			.map(Value::value)
			.toList();
	}

	List<Value> values() {
		return this.values;
	}

	List<Target> targets() {
		return this.targets;
	}

	List<String> scenarios(String metric) {
		return distinct((value) -> value.metric.equals(metric) ? value.scenario : null);
	}

	List<String> contenders(String metric) {
		return distinct((value) -> value.metric.equals(metric) ? value.contender : null);
	}

	List<String> metrics() {
		return distinct(Value::metric);
	}

	private List<String> distinct(Function<Value, @Nullable String> part) {
		return this.values.stream().flatMap((value) -> Stream.ofNullable(part.apply(value))).distinct().toList();
	}

	/**
	 * One number.
	 *
	 * @param scenario what was the same for all contenders
	 * @param metric what it says, ending with its unit
	 * @param round counts from 1
	 */
	record Value(String scenario, String contender, String metric, int round, double value) {
	}

	/**
	 * What a value was meant to be.
	 */
	record Target(String what, Spread value, Limit limit, double bound) {

		boolean isMet() {
			return (this.limit == Limit.AT_LEAST) ? this.value.median() >= this.bound
					: this.value.median() <= this.bound;
		}

		@Override
		public String toString() {
			return this.what + ": " + this.value + ", target " + this.limit.sign + " " + Spread.format(this.bound)
					+ (isMet() ? ", met" : ", MISSED");
		}

	}

	/**
	 * Which side of a bound is the good one.
	 */
	enum Limit {

		AT_LEAST("≥"), AT_MOST("≤");

		final String sign;

		Limit(String sign) {
			this.sign = sign;
		}

	}

}
