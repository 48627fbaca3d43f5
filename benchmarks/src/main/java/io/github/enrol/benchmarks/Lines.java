/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a value goes on, second by second: a line for each contender, of the median of its
 * rounds.
 */
final class Lines {

	private static final int WIDTH = 960;

	private static final int HEIGHT = 420;

	private static final int LEFT = 70;

	private static final int RIGHT = 200;

	private static final int BOTTOM = 50;

	private static final int TOP = 20;

	private final String horizontal;

	private final String vertical;

	private final Map<String, List<double[]>> rounds = new LinkedHashMap<>();

	Lines(String horizontal, String vertical) {
		this.horizontal = horizontal;
		this.vertical = vertical;
	}

	/**
	 * Adds a round.
	 * @param values one for each second, from the first one on
	 */
	void add(String contender, double[] values) {
		this.rounds.computeIfAbsent(contender, (name) -> new ArrayList<>()).add(values);
	}

	String svg() {
		Map<String, double[]> medians = new LinkedHashMap<>();
		this.rounds.forEach((contender, values) -> medians.put(contender, medians(values)));
		int seconds = medians.values().stream().mapToInt((line) -> line.length).max().orElse(1);
		double most = medians.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1);
		double step = step(most);
		double top = Math.ceil(most / step) * step;
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
				"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\""
						+ " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
				WIDTH, HEIGHT));
		for (double value = 0; value <= top; value += step) {
			svg.append(String.format(Locale.ROOT,
					"<line x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#ddd\"/>%n", LEFT, WIDTH - RIGHT,
					y(value, top)));
			svg.append(text(LEFT - 8, y(value, top) + 4, "end", "#444", Spread.format(value)));
		}
		for (int second = 0; second <= seconds; second += 10) {
			svg.append(text(x(second, seconds), HEIGHT - BOTTOM + 18, "middle", "#444", Integer.toString(second)));
		}
		svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "#444", this.horizontal));
		svg.append(text(LEFT, TOP - 6, "start", "#444", this.vertical));
		int number = 0;
		for (Map.Entry<String, double[]> line : medians.entrySet()) {
			String colour = Plot.colour(number++);
			double[] values = line.getValue();
			svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour).append("\" points=\"");
			svg.append(IntStream.range(0, values.length)
				.mapToObj((second) -> String.format(Locale.ROOT, "%.1f,%.1f", x(second + 0.5, seconds),
						y(values[second], top)))
				.collect(Collectors.joining(" ")));
			svg.append(String.format("\"/>%n"));
			svg.append(text(WIDTH - RIGHT + 12, TOP + 20 * number, "start", colour, line.getKey()));
		}
		return svg.append(String.format("</svg>%n")).toString();
	}

	private static double[] medians(List<double[]> rounds) {
		int seconds = rounds.stream().mapToInt((round) -> round.length).min().orElse(0);
		return IntStream.range(0, seconds)
			.mapToDouble((second) -> Spread.of(rounds.stream().map((round) -> round[second]).toList()).median())
			.toArray();
	}

	/**
	 * A round number, of which four to ten reach the most.
	 */
	private static double step(double most) {
		double size = Math.pow(10, Math.floor(Math.log10(most)));
		return (most / size >= 4) ? size : (most / size >= 2) ? size / 2 : size / 5;
	}

	private static double x(double second, int seconds) {
		return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
	}

	private static double y(double value, double top) {
		return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
	}

	private static String text(double x, double y, String anchor, String colour, String text) {
		return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n", x,
				y, anchor, colour, Report.escape(text));
	}

}
