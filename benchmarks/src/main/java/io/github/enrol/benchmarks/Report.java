/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.enrol.benchmarks.Results.Target;
import io.github.enrol.benchmarks.Results.Value;

/**
 * Prints what a benchmark gave, and writes it to {@code results}: every number as CSV,
 * and a page that needs nothing else, with plots, ratios and targets.
 */
final class Report {

	private static final String STYLE = """
			body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2em auto; padding: 0 1em }
			table { border-collapse: collapse; margin: 1em 0 } td, th { padding: .2em .8em; text-align: right }
			th { border-bottom: 1px solid #888 } td:first-child, th:first-child { text-align: left }
			.missed { color: #b00020; font-weight: bold } small { color: #555 }
			""";

	private final Results results;

	private final Map<String, String> environment;

	Report(Results results, Map<String, String> environment) {
		this.results = results;
		this.environment = environment;
	}

	void print() {
		System.out.println();
		for (String metric : this.results.metrics()) {
			System.out.println(metric + ": median (least–most)");
			for (List<String> row : rows(metric)) {
				System.out.println("  " + String.join(" | ", row));
			}
		}
		this.results.targets().forEach(System.out::println);
	}

	void write(Path directory) {
		try {
			Files.createDirectories(directory);
			Path page = directory.resolve(this.results.benchmark() + ".html");
			Files.writeString(page, html());
			Files.writeString(directory.resolve(this.results.benchmark() + ".csv"), csv());
			if (this.results.picture().isPresent()) {
				Files.writeString(directory.resolve(this.results.benchmark() + ".svg"),
						this.results.picture().get().apply(origin()));
			}
			System.out.println("See " + page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where and when: what a figure is worth alone.
	 */
	private String origin() {
		return LocalDate.now(ZoneOffset.UTC) + " · JDK " + this.environment.getOrDefault("JDK", "?") + " · "
				+ this.environment.getOrDefault("cores", "?")
				+ " cores for broker, database, services and load together";
	}

	private String csv() {
		StringBuilder csv = new StringBuilder("scenario,contender,metric,round,value\n");
		for (Value value : this.results.values()) {
			csv.append(String.format(Locale.ROOT, "\"%s\",\"%s\",\"%s\",%d,%.6g%n", value.scenario(), value.contender(),
					value.metric(), value.round(), value.value()));
		}
		return csv.toString();
	}

	/**
	 * A row for each scenario: what each contender gave, and the first one's ratio to
	 * each other.
	 */
	private List<List<String>> rows(String metric) {
		List<String> contenders = this.results.contenders(metric);
		String first = contenders.get(0);
		List<List<String>> rows = new ArrayList<>();
		List<String> head = new ArrayList<>(List.of("scenario"));
		head.addAll(contenders);
		contenders.stream().skip(1).forEach((other) -> head.add(first + " ÷ " + other));
		rows.add(head);
		for (String scenario : this.results.scenarios(metric)) {
			List<String> row = new ArrayList<>(List.of(scenario));
			contenders.forEach((contender) -> row
				.add(this.results.spread(scenario, contender, metric).map(Spread::toString).orElse("")));
			contenders.stream()
				.skip(1)
				.forEach((other) -> row
					.add(this.results.ratio(metric, scenario, first, other).map(Spread::toString).orElse("")));
			rows.add(row);
		}
		return rows;
	}

	private String html() {
		StringBuilder html = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>"
				+ this.results.benchmark() + "</title><style>" + STYLE + "</style>\n");
		html.append("<h1>").append(this.results.benchmark()).append("</h1>\n<p><small>");
		html.append(Instant.now().truncatedTo(ChronoUnit.SECONDS));
		this.environment.forEach((key, value) -> html.append(" · ").append(escape(key + " " + value)));
		html.append(
				"</small></p>\n<p>Each value is the median of the rounds, with the least and the most of them.</p>\n");
		targets(html);
		for (String metric : this.results.metrics()) {
			html.append("<h2>").append(escape(metric)).append("</h2>\n").append(new Plot(this.results, metric).svg());
			table(html, metric);
		}
		return html.append("</html>\n").toString();
	}

	private void targets(StringBuilder html) {
		if (this.results.targets().isEmpty()) {
			return;
		}
		html.append("<h2>Targets</h2>\n<ul>\n");
		for (Target target : this.results.targets()) {
			html.append(target.isMet() ? "<li>" : "<li class=\"missed\">")
				.append(escape(target.toString()))
				.append("</li>\n");
		}
		html.append("</ul>\n");
	}

	private void table(StringBuilder html, String metric) {
		html.append("<table>\n");
		String cell = "th";
		for (List<String> row : rows(metric)) {
			html.append("<tr>");
			for (String text : row) {
				html.append("<%1$s>%2$s</%1$s>".formatted(cell, escape(text)));
			}
			html.append("</tr>\n");
			cell = "td";
		}
		html.append("</table>\n");
	}

	static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
