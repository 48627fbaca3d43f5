/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar as it is run, without the service.
 */
class ImportJarIntegrationTests {

	@Test
	void theJarRunsByItself() throws Exception {
		assertThat(run("--help")).startsWith("0 Imports the users of a file").contains("Exit status:");
		assertThat(run("missing.csv")).startsWith("64 import: there is no file missing.csv");
	}

	private static String run(String argument) throws Exception {
		try (Stream<Path> jars = Files.list(Path.of("target"))) {
			Path jar = jars.filter((path) -> path.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			Process process = new ProcessBuilder(List.of(java, "-jar", jar.toString(), argument))
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return process.waitFor() + " " + output;
		}
	}

}
