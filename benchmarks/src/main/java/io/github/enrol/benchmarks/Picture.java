/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Rates and latencies of one scenario as bars on logarithmic axes, to be understood in
 * ten seconds: the fastest first, this project in a colour of its own, and in grey the
 * ceiling of the machine, without which figures of two days cannot be compared. It has
 * its own background, light or dark as the reader has it.
 */
final class Picture {

	private static final String STYLE = """
			text { font: 14px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600; font-size: 16px }
			.note { fill: #59636e; font-size: 12px } .page { fill: #ffffff } .grid { stroke: #d9dee3 }
			.peer { fill: #8aa4bd } .ours { fill: #1b6ca8 } .ceiling { fill: #c4c9ce } .strong { font-weight: 600 }
			@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .note { fill: #9198a1 }
			.page { fill: #0d1117 } .grid { stroke: #30363d } .peer { fill: #4b6580 } .ours { fill: #4aa3e0 }
			.ceiling { fill: #3d444d } }
			""";

	private static final int WIDTH = 960;

	private static final int LABELS = 210;

	private static final int PANEL = 270;

	/** Between the panels, for the figure at the end of a bar. */
	private static final int GAP = 85;

	private static final int TOP = 66;

	private static final int LINE = 30;

	private final Results results;

	private final String scenario;

	private final List<String> contenders;

	Picture(Results results, String scenario) {
		this.results = results;
		this.scenario = scenario;
		// It takes no registrations, and its bar would make those of all others short.
		this.contenders = results.contenders(Load.RATE)
			.stream()
			.filter((contender) -> !contender.equals(Contenders.RAW_KAFKA))
			.filter((contender) -> median(contender, Load.RATE) > 0 && median(contender, Load.P99) > 0)
			.sorted(Comparator.comparingDouble((contender) -> -median(contender, Load.RATE)))
			.toList();
	}

	/**
	 * Draws it.
	 * @param origin where and when it was measured
	 */
	String svg(String origin) {
		int bottom = TOP + this.contenders.size() * LINE;
		int height = bottom + 68;
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
				<title>Registrations per second and their latency, %3$s</title>
				<style>%4$s</style>
				<rect class="page" width="%1$d" height="%2$d" rx="8"/>
				""", WIDTH, height, Report.escape(this.scenario), STYLE));
		for (int i = 0; i < this.contenders.size(); i++) {
			text(svg, LABELS - 12, middle(i), isOurs(this.contenders.get(i)) ? "strong" : "", "end",
					this.contenders.get(i));
		}
		panel(svg, LABELS, Load.RATE, "registrations/s (longer is better)");
		panel(svg, LABELS + PANEL + GAP, Load.P99, "p99 latency, ms (shorter is better)");
		text(svg, 16, height - 26, "note", "start", this.scenario + ", medians, logarithmic axes. " + Contenders.CEILING
				+ ": the same HTTP with nothing behind it.");
		text(svg, 16, height - 10, "note", "start", origin);
		return svg.append("</svg>\n").toString();
	}

	private void panel(StringBuilder svg, int left, String metric, String title) {
		double least = axis(this.contenders.stream().mapToDouble((contender) -> median(contender, metric)).min(), -1);
		double most = axis(this.contenders.stream().mapToDouble((contender) -> median(contender, metric)).max(), 1);
		int bottom = TOP + this.contenders.size() * LINE;
		text(svg, left, 30, "title", "start", title);
		for (double tick = least; tick <= most * 1.001; tick *= 10) {
			int x = left + (int) length(tick, least, most);
			svg.append(String.format(Locale.ROOT,
					"<line class=\"grid\" x1=\"%1$d\" x2=\"%1$d\" y1=\"%2$d\" y2=\"%3$d\"/>%n", x, TOP - 8, bottom));
			text(svg, x, bottom + 14, "note", "middle", Spread.format(tick));
		}
		for (int i = 0; i < this.contenders.size(); i++) {
			String contender = this.contenders.get(i);
			double value = median(contender, metric);
			double length = length(value, least, most);
			svg.append(String.format(Locale.ROOT,
					"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n", kind(contender),
					left, TOP + i * LINE, length, LINE - 8));
			text(svg, left + (int) length + 6, middle(i), isOurs(contender) ? "strong" : "", "start",
					Spread.format(value));
		}
	}

	/**
	 * The power of ten on the other side of all values, and not so close that a bar would
	 * vanish.
	 */
	private static double axis(OptionalDouble value, int side) {
		double exponent = Math.log10(value.orElse(1));
		return Math.pow(10, (side < 0) ? Math.floor(exponent - 0.1) : Math.ceil(exponent));
	}

	private static double length(double value, double least, double most) {
		return PANEL * Math.log10(Math.max(value, least) / least) / Math.log10(most / least);
	}

	private double median(String contender, String metric) {
		return this.results.spread(this.scenario, contender, metric).map(Spread::median).orElse(0.0);
	}

	private static boolean isOurs(String contender) {
		return contender.equals(Contenders.ENROL);
	}

	private static String kind(String contender) {
		return isOurs(contender) ? "ours" : contender.equals(Contenders.CEILING) ? "ceiling" : "peer";
	}

	private static int middle(int line) {
		return TOP + line * LINE + 16;
	}

	private static void text(StringBuilder svg, int x, int y, String kind, String anchor, String text) {
		svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>%n", x,
				y, kind, anchor, Report.escape(text)));
	}

}
