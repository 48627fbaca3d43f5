/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of {@code docs/metrics.md}.
 *
 * @param names the metrics, by the heading of their table
 * @param alerts the alerts that the rows name
 */
record MetricsTable(Map<String, Set<String>> names, Set<String> alerts) {

	/** Names of our own, as opposed to those of libraries. */
	private static final Pattern OWN = Pattern.compile("(registration|projection|query|health)_.*");

	private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|.*\\| (.*) \\|");

	private static final Pattern ALERT = Pattern.compile("\\[(\\w+)\\]\\(runbook\\.md#(\\w+)\\)");

	private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) \\w+");

	/** Of a timer, which has several series. */
	private static final Pattern SUFFIX = Pattern.compile("_(count|sum|max|bucket)$");

	static MetricsTable read() throws IOException {
		Map<String, Set<String>> names = new TreeMap<>();
		Set<String> alerts = new TreeSet<>();
		String heading = "";
		for (String line : Files.readAllLines(Document.ROOT.resolve("docs/metrics.md"))) {
			Matcher row = ROW.matcher(line);
			if (line.startsWith("## ")) {
				heading = line.substring(3);
			}
			else if (row.matches()) {
				names.computeIfAbsent(heading, (key) -> new TreeSet<>()).add(row.group(1));
				ALERT.matcher(row.group(2)).results().forEach((alert) -> alerts.add(alert.group(1)));
			}
		}
		return new MetricsTable(names, alerts);
	}

	/**
	 * Returns the metrics under some headings.
	 */
	Set<String> of(String... headings) {
		return Arrays.stream(headings)
			.flatMap((heading) -> this.names.get(heading).stream())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	Set<String> all() {
		return of(this.names.keySet().toArray(String[]::new));
	}

	/**
	 * Returns our own among some metrics; the maximum of a timer is part of it.
	 */
	static Set<String> own(Set<String> names) {
		return names.stream()
			.filter(OWN.asMatchPredicate())
			.filter((name) -> !name.endsWith("_max") || !names.contains(base(name)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Returns the metrics of a scrape.
	 */
	static Set<String> shown(String scrape) {
		return TYPE.matcher(scrape)
			.results()
			.map((type) -> type.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Returns the metric of a series.
	 */
	static String base(String series) {
		return SUFFIX.matcher(series).replaceFirst("");
	}

}
