/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The OpenAPI document of a service, which is checked in and served as a file.
 */
public final class OpenApi {

	/** Renews the checked-in documents. */
	private static final String RENEW = "./mvnw -pl command-service,query-service -am test -Dtest=OpenApiTests "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.renew=true";

	private OpenApi() {
	}

	/**
	 * Requires that the checked-in document is what the code and the description say.
	 * With {@code -Dopenapi.renew=true} it is written anew.
	 * @param service the name of the service, whose module is the working directory
	 */
	public static void assertUpToDate(String service) throws IOException {
		Path file = file(service);
		String generated = Yaml.MAPPER.writer()
			.with(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"))
				.withArrayIndenter(new DefaultIndenter("  ", "\n")))
			.writeValueAsString(new Generator().document()) + '\n';
		if (Boolean.getBoolean("openapi.renew")) {
			Files.writeString(file, generated);
		}
		assertThat(firstDifference(Files.exists(file) ? Files.readString(file) : "", generated))
			.as("%s is out of date. Look at the difference; this renews it: %s", file, RENEW)
			.isEmpty();
	}

	private static Optional<String> firstDifference(String checkedIn, String generated) {
		List<String> old = checkedIn.lines().toList();
		List<String> current = generated.lines().toList();
		return IntStream.rangeClosed(0, Math.max(old.size(), current.size()))
			.filter((i) -> !line(old, i).equals(line(current, i)))
			.mapToObj((i) -> "line %d is%n%s%nand should be%n%s".formatted(i + 1, line(old, i), line(current, i)))
			.findFirst();
	}

	private static String line(List<String> lines, int index) {
		return (index < lines.size()) ? lines.get(index) : "";
	}

	static Path file(String service) {
		return Path.of("..", "docs", "openapi", service + ".json");
	}

}
