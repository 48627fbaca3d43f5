/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Says at the end of a build what its tests have shown, and what they have not. Uses only
 * the JDK: the build runs it from its source.
 */
final class BuildSummary {

	private static final Pattern BACKEND = Pattern.compile("(?m)^Integration tests use (.+)$");

	private static final Set<String> FLAKY = Set.of("flakyFailure", "flakyError");

	private final Map<String, Integer> counts = new HashMap<>();

	private final Set<String> classes = new TreeSet<>();

	private final Set<String> backends = new TreeSet<>();

	/** Failed, and passed when they were run again at once. */
	private final Set<String> flaky = new TreeSet<>();

	private final Map<String, String> properties = new HashMap<>();

	/**
	 * Prints the summary of the build that started at a given time.
	 * @param args the project's directory and the ISO time
	 */
	public static void main(String[] args) throws IOException, XMLStreamException {
		System.out.print(of(Path.of(args[0]), Instant.parse(args[1]), Instant.now()));
	}

	/**
	 * Returns the summary.
	 * @param project the directory of its modules
	 * @param start of the build; older reports are those of other builds
	 * @param end of the build
	 */
	static String of(Path project, Instant start, Instant end) throws IOException, XMLStreamException {
		BuildSummary summary = new BuildSummary();
		for (Path module : modules(project)) {
			for (String plugin : List.of("surefire", "failsafe")) {
				for (Path report : files(module.resolve("target/" + plugin + "-reports"), "TEST-.*\\.xml")) {
					if (!Files.getLastModifiedTime(report).toInstant().isBefore(start)) {
						summary.add(report);
					}
				}
			}
		}
		return summary.text(project, Duration.between(start, end));
	}

	private static List<Path> modules(Path project) throws IOException {
		try (Stream<Path> directories = Files.list(project)) {
			return directories.filter((directory) -> Files.isDirectory(directory.resolve("src"))).sorted().toList();
		}
	}

	private static List<Path> files(Path directory, String name) throws IOException {
		if (Files.notExists(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.getFileName().toString().matches(name)).sorted().toList();
		}
	}

	private void add(Path report) throws IOException, XMLStreamException {
		XMLInputFactory factory = XMLInputFactory.newInstance();
		factory.setProperty(XMLInputFactory.IS_COALESCING, true);
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		try (InputStream stream = Files.newInputStream(report)) {
			XMLStreamReader xml = factory.createXMLStreamReader(stream);
			String test = "";
			while (xml.hasNext()) {
				int event = xml.next();
				if (event == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("testsuite")) {
					addSuite(xml);
				}
				else if (event == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("property")) {
					this.properties.put(xml.getAttributeValue(null, "name"), xml.getAttributeValue(null, "value"));
				}
				else if (event == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("testcase")) {
					test = xml.getAttributeValue(null, "classname").replaceFirst(".*\\.", "") + "."
							+ xml.getAttributeValue(null, "name");
				}
				else if (event == XMLStreamReader.START_ELEMENT && FLAKY.contains(xml.getLocalName())) {
					this.flaky.add(test + ": " + xml.getAttributeValue(null, "type"));
				}
				else if (event == XMLStreamReader.CHARACTERS) {
					BACKEND.matcher(xml.getText()).results().forEach((match) -> this.backends.add(match.group(1)));
				}
			}
		}
	}

	private void addSuite(XMLStreamReader suite) {
		if (!suite.getAttributeValue(null, "tests").equals(suite.getAttributeValue(null, "skipped"))) {
			this.classes.add(suite.getAttributeValue(null, "name").replaceFirst("\\$.*", ""));
		}
		for (String count : List.of("tests", "failures", "errors", "skipped")) {
			this.counts.merge(count, Integer.valueOf(suite.getAttributeValue(null, count)), Integer::sum);
		}
	}

	private String text(Path project, Duration time) throws IOException {
		StringBuilder text = new StringBuilder("\n");
		line(text, "Tests",
				List.of(count("tests") + " in " + this.classes.size() + " classes: "
						+ (count("failures") + count("errors")) + " failed, " + count("skipped") + " skipped; "
						+ time.toMinutes() + " min " + time.toSecondsPart() + " s since the build began"));
		line(text, "On", List.of("JDK " + this.properties.get("java.version") + ", " + this.properties.get("os.name")
				+ " " + this.properties.get("os.arch")));
		line(text, "With", this.backends);
		line(text, "Flaky", this.flaky);
		line(text, "Not run", notRun(project));
		return text.append('\n').toString();
	}

	private int count(String name) {
		return this.counts.getOrDefault(name, 0);
	}

	private static void line(StringBuilder text, String name, Collection<String> values) {
		String label = name;
		for (String value : values) {
			text.append(String.format(Locale.ROOT, "  %-9s%s%n", label, value));
			label = "";
		}
	}

	private List<String> notRun(Path project) throws IOException {
		List<String> modules = new ArrayList<>();
		for (Path module : modules(project)) {
			Path sources = module.resolve("src/test/java");
			String missing = files(sources, ".*Tests\\.java").stream()
				.map((source) -> sources.relativize(source).toString().replaceFirst("\\.java$", ""))
				.map((name) -> name.replaceAll("[/\\\\]", "."))
				.filter((name) -> !this.classes.contains(name))
				.map((name) -> name.replaceFirst(".*\\.", ""))
				.collect(Collectors.joining(", "));
			if (!missing.isEmpty()) {
				modules.add(module.getFileName() + ": " + missing);
			}
		}
		return modules;
	}

}
