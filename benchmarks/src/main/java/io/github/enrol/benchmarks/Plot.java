/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One metric as dots with whiskers, the median and the least and most, on a logarithmic
 * axis: a line for each contender of each scenario.
 */
final class Plot {

	private static final List<String> COLOURS = List.of("#1b6ca8", "#d1495b", "#66a182", "#edae49", "#7b4b94",
			"#444444");

	private static final int WIDTH = 960;

	private static final int LEFT = 420;

	private static final int RIGHT = 90;

	private static final int LINE = 20;

	private final Results results;

	private final String metric;

	private final double least;

	private final double most;

	Plot(Results results, String metric) {
		this.results = results;
		this.metric = metric;
		double[] values = results.values()
			.stream()
			.filter((value) -> value.metric().equals(metric))
			.mapToDouble(Results.Value::value)
			.filter((value) -> value > 0)
			.toArray();
		double min = Arrays.stream(values).min().orElse(1);
		double max = Arrays.stream(values).max().orElse(1);
		this.least = Math.pow(10, Math.floor(Math.log10(min)));
		this.most = Math.pow(10, Math.max(Math.ceil(Math.log10(max)), Math.log10(this.least) + 1));
	}

	String svg() {
		StringBuilder body = new StringBuilder();
		List<String> contenders = this.results.contenders(this.metric);
		int y = LINE;
		for (String scenario : this.results.scenarios(this.metric)) {
			body.append(text(0, y, scenario, "#222", "font-weight=\"bold\""));
			for (String contender : contenders) {
				Optional<Spread> spread = this.results.spread(scenario, contender, this.metric);
				if (spread.isPresent()) {
					String colour = colour(contenders.indexOf(contender));
					body.append(text(LEFT - 10, y, contender, colour, "text-anchor=\"end\""));
					body.append(dot(y, spread.get(), colour));
					y += LINE;
				}
			}
			y += LINE / 2;
		}
		return String.format(Locale.ROOT,
				"<svg viewBox=\"0 0 %d %d\" width=\"100%%\" font-family=\"system-ui\" font-size=\"13\">%n%s%s</svg>%n",
				WIDTH, y + LINE, grid(y), body);
	}

	static String colour(int contender) {
		return COLOURS.get(contender % COLOURS.size());
	}

	private String grid(int bottom) {
		StringBuilder grid = new StringBuilder();
		for (double tick = this.least; tick <= this.most * 1.001; tick *= 10) {
			grid.append(String.format(Locale.ROOT,
					"<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\" y2=\"%2$d\" stroke=\"#ddd\"/>%n", x(tick), bottom));
			grid.append(text((int) x(tick), bottom + LINE - 4, Spread.format(tick), "#555", "text-anchor=\"middle\""));
		}
		return grid.toString();
	}

	private String dot(int y, Spread spread, String colour) {
		return String.format(Locale.ROOT, """
				<line x1="%1$.1f" x2="%2$.1f" y1="%3$d" y2="%3$d" stroke="%4$s" stroke-width="3" opacity=".5"/>
				<circle cx="%5$.1f" cy="%3$d" r="5" fill="%4$s"/>
				""", x(spread.min()), x(spread.max()), y, colour, x(spread.median()))
				+ text((int) x(spread.max()) + 8, y, Spread.format(spread.median()), colour, "");
	}

	private double x(double value) {
		double part = Math.log10(Math.max(value, this.least) / this.least) / Math.log10(this.most / this.least);
		return LEFT + part * (WIDTH - LEFT - RIGHT);
	}

	private static String text(int x, int y, String text, String colour, String more) {
		return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\" %s>%s</text>%n", x, y + 4, colour, more,
				Report.escape(text));
	}

}
