/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README and the documents match the repository.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private static final String README = read(ROOT.resolve("README.md"));

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern REFERENCE = Pattern.compile("\\$ref: '?(\\.\\.?/[^'\\s]+)");

	/** A document, as code and configuration name it. */
	private static final Pattern NAME = Pattern
		.compile("\\b((?:docs|benchmarks)/(?:[\\w-]+/)*[\\w-]+\\.(?:md|yaml)(?:#[a-z0-9-]+)?)");

	@Test
	void everyLinkLeadsSomewhere() {
		assertThat(files(".*\\.md").flatMap((file) -> broken(file, LINK, file))).isEmpty();
		assertThat(files(".*/docs/.*\\.yaml").flatMap((file) -> broken(file, REFERENCE, file))).isEmpty();
		assertThat(find(LINK, README)).hasSizeGreaterThan(10);
	}

	@Test
	void everyDocumentThatCodeNamesIsThere() {
		List<Path> sources = files(".*(\\.(java|yml|sh|xml|example)|/Dockerfile)").toList();
		assertThat(sources.stream().flatMap((file) -> broken(file, NAME, ROOT.resolve("README.md")))).isEmpty();
		assertThat(sources.stream().flatMap((file) -> find(NAME, read(file)).stream())).hasSizeGreaterThan(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "docs", "docs/adr" })
	void everyDocumentIsInItsIndex(String directory) {
		List<String> documents = files(".*/" + directory + "/[^/]+\\.(md|yaml)")
			.map((file) -> file.getFileName().toString())
			.filter((name) -> !name.equals("README.md"))
			.toList();
		assertThat(documents).hasSizeGreaterThan(5);
		assertThat(find(LINK, read(ROOT.resolve(directory + "/README.md")))).containsAll(documents);
	}

	@Test
	void theTwoCommandsAreThoseThatRunAndThatAreChecked() {
		assertThat(README).contains("\n```\n./mvnw spring-boot:run\n```\n", "\n```\n./mvnw verify\n```\n");
		assertThat(ROOT.resolve("mvnw")).isExecutable();
		assertThat(read(ROOT.resolve("pom.xml"))).contains("<spring-boot.run.skip>true<");
		assertThat(read(ROOT.resolve("standalone/pom.xml"))).contains("<spring-boot.run.skip>false<");
		assertThat(read(ROOT.resolve(".ci/run"))).containsPattern("(?m)^\\s*(?:\\w+=\\S+ )*\\./mvnw .*\\bverify$");
	}

	@Test
	void theReadmeIsShort() {
		assertThat(README.split("\\s+")).hasSizeLessThanOrEqualTo(1_450);
	}

	@Test
	void theCallsToTryAreThoseOfTheBanner() {
		String banner = read(
				ROOT.resolve("standalone/src/main/java/io/github/enrol/standalone/StandaloneApplication.java"));
		List<String> calls = find(Pattern.compile("(?m)^\\s*(curl .*)$"), banner);
		assertThat(calls).hasSize(2)
			.allSatisfy((call) -> assertThat(README).contains(
					"$ " + call.replace("%1$s", "http://127.0.0.1:8081").replace("%2$s", "http://127.0.0.1:8082")));
	}

	@Test
	void theJarsHaveTheVersionThatIsBuilt() {
		String version = find(Pattern.compile("<artifactId>enrol</artifactId>\\s*<version>(.+)</version>"),
				read(ROOT.resolve("pom.xml")))
			.get(0);
		assertThat(files(".*\\.md")
			.flatMap((file) -> find(Pattern.compile("-(\\d\\S+?)-exec\\.jar"), read(file)).stream())).isNotEmpty()
			.containsOnly(version);
	}

	private static Stream<String> broken(Path file, Pattern link, Path from) {
		return find(link, read(file)).stream()
			.filter((target) -> !target.contains("://") && !leadsSomewhere(from, target))
			.map((target) -> ROOT.relativize(file) + " -> " + target);
	}

	/**
	 * Also requires an anchor to be a heading of its document.
	 */
	private static boolean leadsSomewhere(Path document, String target) {
		String[] parts = target.split("#", 2);
		Path path = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
		return Files.exists(path) && (parts.length == 1 || find(Pattern.compile("(?m)^#+ (.+)$"), read(path)).stream()
			.anyMatch((heading) -> parts[1]
				.equals(heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))));
	}

	/**
	 * Returns the repository's files of such a name, without what builds and runs leave.
	 */
	private static Stream<Path> files(String name) {
		return below(ROOT).filter((file) -> file.toString().matches(name));
	}

	private static Stream<Path> below(Path directory) {
		try (Stream<Path> children = Files.list(directory)) {
			return children
				.filter((child) -> !child.getFileName().toString().matches("\\.git|data|target|node_modules|venv"))
				.flatMap((child) -> Files.isDirectory(child) ? below(child) : Stream.of(child))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
