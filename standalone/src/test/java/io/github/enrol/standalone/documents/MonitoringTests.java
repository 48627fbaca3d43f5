/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alert rules, runbook, dashboard and the table of metrics fit together. promtool, in
 * {@code .ci/run}, tests the rules themselves.
 */
class MonitoringTests {

	private static final Path PROMETHEUS = Document.ROOT.resolve("deploy/prometheus");

	/** What is no metric in an expression: strings, labels, ranges and functions. */
	private static final Pattern OTHER = Pattern.compile(
			"\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)|\\b\\w+\\s*(?=(by\\s*\\([^)]*\\)\\s*)?\\()|\\b(or|and|unless)\\b");

	private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*");

	private static MetricsTable table;

	private static List<Rule> rules;

	@BeforeAll
	static void read() throws IOException {
		table = MetricsTable.read();
		Map<String, List<Map<String, List<Map<String, Object>>>>> file = yaml("alerts.yml");
		rules = file.get("groups").get(0).get("rules").stream().map(Rule::of).toList();
		assertThat(rules).hasSizeGreaterThan(10);
	}

	@Test
	void everyAlertHasASectionInTheRunbookAndATest() throws IOException {
		String runbook = Files.readString(Document.ROOT.resolve("docs/runbook.md"));
		String tests = Files.readString(PROMETHEUS.resolve("alerts-test.yml"));
		List<String> headings = Pattern.compile("(?m)^## (Enrol\\w+)$")
			.matcher(runbook)
			.results()
			.map((heading) -> heading.group(1))
			.toList();
		assertThat(headings).containsExactlyElementsOf(rules.stream().map(Rule::name).toList());
		assertThat(rules).allSatisfy((rule) -> {
			assertThat(rule.runbook()).isEqualTo("docs/runbook.md#" + rule.name().toLowerCase(Locale.ROOT));
			assertThat(tests).contains("alertname: " + rule.name() + ",", "alertname: " + rule.name() + "\n");
		});
	}

	@Test
	void theTableNamesEveryAlert() {
		assertThat(table.alerts()).containsExactlyInAnyOrderElementsOf(rules.stream().map(Rule::name).toList());
	}

	@Test
	void rulesUseMetricsOfTheTable() {
		assertThat(rules).allSatisfy((rule) -> assertUsesTheTable(rule.expression()));
	}

	@Test
	void theDashboardShowsMetricsOfTheTable() throws IOException {
		JsonNode dashboard = new JsonMapper()
			.readTree(Files.readString(Document.ROOT.resolve("deploy/grafana/enrol.json")));
		List<String> expressions = dashboard.get("panels").findValuesAsString("expr");
		assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(this::assertUsesTheTable);
		String all = String.join(" ", expressions) + rules;
		assertThat(MetricsTable.own(table.all())).as("metrics that somebody looks at")
			.filteredOn((name) -> !all.contains(name))
			.containsExactly("registration_restore_seconds");
		assertThat(dashboard.get("panels").findValuesAsString("id")).doesNotHaveDuplicates();
	}

	private void assertUsesTheTable(String expression) {
		Set<String> known = table.all();
		List<String> used = NAME.matcher(OTHER.matcher(expression).replaceAll(" "))
			.results()
			.map(MatchResult::group)
			.toList();
		assertThat(used).as(expression)
			.isNotEmpty()
			.allMatch((name) -> known.contains(name) || known.contains(MetricsTable.base(name)));
	}

	private static <T> T yaml(String name) throws IOException {
		return new Yaml().load(Files.readString(PROMETHEUS.resolve(name)));
	}

	private record Rule(String name, String expression, String runbook) {

		static Rule of(Map<String, Object> rule) {
			return new Rule((String) rule.get("alert"), (String) rule.get("expr"),
					(String) ((Map<?, ?>) rule.get("annotations")).get("runbook_url"));
		}

	}

}
