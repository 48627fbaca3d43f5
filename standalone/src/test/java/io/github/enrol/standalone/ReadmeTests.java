/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README and the documents match the repository.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private static final String README = read("README.md");

	private static final List<String> SERVICES = List.of("command-service", "projector-service", "query-service");

	private static final Pattern CONFIGURATION = Pattern
		.compile("@ConfigurationProperties\\(\"(\\w+)\"\\)\\s+(?:public )?record [^{]*");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern REFERENCE = Pattern.compile("\\$ref: '?(\\.\\.?/[^'\\s]+)");

	private static final Pattern PROPERTY_ROW = Pattern
		.compile("(?m)^\\| `([a-z]+\\.[a-z.-]+)` \\| (none|`[^|]+`) \\|");

	private static final Pattern COMPONENT = Pattern
		.compile("(?:@DefaultValue\\(\"([^\"]*)\"\\)\\s+)?[\\w<>]+\\s+(\\w+)(?=[,)])");

	@Test
	void everyLinkLeadsSomewhere() {
		List<String> broken = new ArrayList<>();
		int links = 0;
		for (Path document : documents()) {
			Pattern link = document.toString().endsWith(".yaml") ? REFERENCE : LINK;
			for (String target : find(link, read(document), (match) -> match.group(1))) {
				if (!target.contains("://") && !leadsSomewhere(document, target)) {
					broken.add(ROOT.relativize(document) + " -> " + target);
				}
				links++;
			}
		}
		assertThat(broken).isEmpty();
		assertThat(links).as("links looked at").isGreaterThan(60);
	}

	@Test
	void everyDecisionIsInTheIndex() throws IOException {
		String index = read("docs/adr/README.md");
		try (Stream<Path> records = Files.list(ROOT.resolve("docs/adr"))) {
			assertThat(records.map((path) -> path.getFileName().toString())
				.filter((name) -> name.matches("\\d{4}-.*\\.md"))).hasSizeGreaterThanOrEqualTo(8)
				.allSatisfy((name) -> assertThat(index).contains("(" + name + ")"));
		}
	}

	@Test
	void everyPropertyOfOurOwnIsListedWithItsDefault() {
		Map<String, String> ours = ownProperties();
		assertThat(ours).as("properties found in the code").hasSizeGreaterThan(20);
		assertThat(listedProperties((property) -> isOurOwn(property))).isEqualTo(ours);
	}

	@Test
	void theOtherPropertiesHaveTheDefaultsThatAreListed() {
		Properties packaged = packagedProperties();
		Map<String, String> listed = listedProperties((property) -> !isOurOwn(property));
		assertThat(listed).hasSizeGreaterThan(5).allSatisfy((property, value) -> {
			if (value.isEmpty()) {
				assertThat(packaged).doesNotContainKey(property);
			}
			else {
				assertThat(packaged.getProperty(property, "")).as(property).startsWith(value);
			}
		});
	}

	@Test
	void theTwoCommandsAreThoseThatRunAndThatAreChecked() {
		assertThat(README).contains("\n```\n./mvnw spring-boot:run\n```\n", "\n```\n./mvnw verify\n```\n");
		assertThat(ROOT.resolve("mvnw")).isExecutable();
		assertThat(read("pom.xml")).contains("<spring-boot.run.skip>true<");
		assertThat(read("standalone/pom.xml")).contains("<spring-boot.run.skip>false<");
		assertThat(read(".ci/run")).containsPattern("(?m)^\\s*(?:\\w+=\\S+ )*\\./mvnw .*\\bverify$");
	}

	@Test
	void theCallsToTryAreThoseOfTheBanner() {
		String banner = read("standalone/src/main/java/io/github/enrol/standalone/StandaloneApplication.java");
		List<String> calls = find(Pattern.compile("(?m)^\\s*(curl .*)$"), banner, (match) -> match.group(1));
		assertThat(calls).hasSize(2)
			.allSatisfy((call) -> assertThat(README).contains(
					"$ " + call.replace("%1$s", "http://127.0.0.1:8081").replace("%2$s", "http://127.0.0.1:8082")));
	}

	@Test
	void theJarsHaveTheVersionThatIsBuilt() {
		String version = find(Pattern.compile("<artifactId>enrol</artifactId>\\s*<version>(.+)</version>"),
				read("pom.xml"), (match) -> match.group(1))
			.get(0);
		assertThat(find(Pattern.compile("(\\w+-service)-(\\d\\S+?)-exec\\.jar"), README, (match) -> match.group(2)))
			.isNotEmpty()
			.containsOnly(version);
	}

	private static List<Path> documents() {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
				.filter((path) -> path.toString().matches(".*\\.(md|yaml)"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Also requires an anchor to be a heading of its document.
	 */
	private static boolean leadsSomewhere(Path document, String target) {
		String[] parts = target.split("#", 2);
		Path path = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
		return Files.exists(path) && (parts.length == 1 || find(Pattern.compile("(?m)^#+ (.+)$"), read(path),
				(match) -> match.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
			.contains(parts[1]));
	}

	private static Map<String, String> listedProperties(Predicate<String> chosen) {
		Map<String, String> listed = new TreeMap<>();
		Matcher row = PROPERTY_ROW.matcher(README);
		while (row.find()) {
			if (chosen.test(row.group(1))) {
				String value = row.group(2);
				listed.put(row.group(1), value.equals("none") ? "" : value.substring(1, value.length() - 1));
			}
		}
		return listed;
	}

	/**
	 * Returns the components of all configuration records, in kebab case, with their
	 * defaults.
	 */
	private static Map<String, String> ownProperties() {
		Map<String, String> own = new TreeMap<>();
		Properties packaged = packagedProperties();
		for (Path source : mainSources()) {
			Matcher configuration = CONFIGURATION.matcher(read(source));
			while (configuration.find()) {
				Matcher component = COMPONENT.matcher(configuration.group());
				while (component.find()) {
					String name = component.group(2).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
					String property = configuration.group(1) + "." + name;
					own.put(property,
							(component.group(1) != null) ? component.group(1) : packaged.getProperty(property, ""));
				}
			}
		}
		return own;
	}

	private static boolean isOurOwn(String property) {
		String prefix = property.substring(0, property.indexOf('.') + 1);
		Set<String> ours = ownProperties().keySet();
		// Spring Boot has others below server.
		return ours.contains(property)
				|| (!prefix.equals("server.") && ours.stream().anyMatch((own) -> own.startsWith(prefix)));
	}

	private static List<Path> mainSources() {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.map((module) -> module.resolve("src/main/java"))
				.filter(Files::isDirectory)
				.flatMap(ReadmeTests::javaFiles)
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<Path> javaFiles(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith("Properties.java")).toList().stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the services' packaged properties; where they differ, the
	 * command-service's.
	 */
	private static Properties packagedProperties() {
		Properties all = new Properties();
		for (String service : SERVICES) {
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(
					new FileSystemResource(ROOT.resolve(service + "/src/main/resources/" + service + ".yml")));
			yaml.getObject().forEach((name, value) -> all.putIfAbsent(name, value.toString()));
		}
		return all;
	}

	private static List<String> find(Pattern pattern, String text, Function<MatchResult, String> part) {
		return pattern.matcher(text).results().map(part).toList();
	}

	private static String read(String file) {
		return read(ROOT.resolve(file));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
