/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What several rounds gave.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
record Spread(double median, double min, double max) {

	static Spread of(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int last = sorted.size() - 1;
		return new Spread((sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2, sorted.get(0), sorted.get(last));
	}

	@Override
	public String toString() {
		return format(this.median) + " (" + format(this.min) + "–" + format(this.max) + ")";
	}

	/**
	 * Three significant digits or all before the point, and never an exponent.
	 */
	static String format(double value) {
		double size = Math.abs(value);
		int decimals = (size == 0) ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
