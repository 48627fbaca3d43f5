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
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/configuration.md} has every property with its default.
 */
class ConfigurationDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final List<String> SERVICES = List.of("command-service", "projector-service", "query-service");

	private static final Pattern CONFIGURATION = Pattern
		.compile("@ConfigurationProperties\\(\"([\\w.]+)\"\\)\\s+(?:public )?record [^{]*");

	private static final Pattern PROPERTY_ROW = Pattern
		.compile("(?m)^\\| `([a-z]+\\.[a-z.-]+)` \\| (none|`[^|]+`) \\|");

	private static final Pattern COMPONENT = Pattern
		.compile("(?:@DefaultValue\\(\"([^\"]*)\"\\)\\s+)?[\\w<>]+\\s+(\\w+)(?=[,)])");

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

	private static Map<String, String> listedProperties(Predicate<String> chosen) {
		Map<String, String> listed = new TreeMap<>();
		Matcher row = PROPERTY_ROW.matcher(read(ROOT.resolve("docs/configuration.md")));
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
				.flatMap(ConfigurationDocumentTests::javaFiles)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> javaFiles(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith("Properties.java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
