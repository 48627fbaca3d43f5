/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PictureTests {

	private static final String SCENARIO = "256 connections";

	private final Results results = new Results("test");

	@Test
	void theFastestIsFirstAndTheCeilingBesideIt() throws Exception {
		add("<peer>", 100, 1000);
		add(Contenders.ENROL, 1000, 100);
		add(Contenders.CEILING, 10_000, 10);
		add(Contenders.RAW_KAFKA, 1_000_000, 1);
		assertThat(texts())
			.containsSubsequence(Contenders.CEILING, Contenders.ENROL, "<peer>", "10,000", "1,000", "100")
			.doesNotContain(Contenders.RAW_KAFKA);
		assertThat(bars()).extracting((bar) -> bar.getAttribute("class"))
			.containsExactly("ceiling", "ours", "peer", "ceiling", "ours", "peer");
	}

	@Test
	void tenTimesAsMuchIsADecadeLonger() throws Exception {
		add("a", 5000, 2);
		add("b", 500, 20);
		add("c", 50, 200);
		List<Double> lengths = bars().stream().map((bar) -> Double.valueOf(bar.getAttribute("width"))).toList();
		double decade = lengths.get(0) - lengths.get(1);
		assertThat(decade).isGreaterThan(10);
		assertThat(lengths.get(1) - lengths.get(2)).isCloseTo(decade, within(0.2));
		assertThat(lengths.get(5) - lengths.get(4)).isCloseTo(decade, within(0.2));
		assertThat(lengths).allSatisfy((length) -> assertThat(length).isPositive());
	}

	@Test
	void whoAnsweredNothingHasNoBar() throws Exception {
		add("a", 5000, 2);
		this.results.add(SCENARIO, "b", 1, Map.of(Load.RATE, 0.0));
		assertThat(texts()).contains("a").doesNotContain("b");
	}

	@Test
	void isReadableInLightAndDark() {
		add("a", 1, 1);
		assertThat(svg()).contains("prefers-color-scheme: dark", "class=\"page\"", "2026 · 2 cores")
			.doesNotContain("NaN");
	}

	private void add(String contender, double rate, double p99) {
		this.results.add(SCENARIO, contender, 1, Map.of(Load.RATE, rate, Load.P99, p99));
	}

	private String svg() {
		return new Picture(this.results, SCENARIO).svg("2026 · 2 cores");
	}

	private List<String> texts() throws Exception {
		return elements("text").stream().map(Element::getTextContent).toList();
	}

	private List<Element> bars() throws Exception {
		return elements("rect").stream().filter((element) -> !element.getAttribute("class").equals("page")).toList();
	}

	private List<Element> elements(String name) throws Exception {
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(svg().getBytes(StandardCharsets.UTF_8)));
		NodeList nodes = document.getElementsByTagName(name);
		List<Element> elements = new ArrayList<>();
		for (int i = 0; i < nodes.getLength(); i++) {
			elements.add((Element) nodes.item(i));
		}
		return elements;
	}

}
