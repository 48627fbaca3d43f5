/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import org.springframework.util.FileSystemUtils;

/**
 * A consumer of {@code docs/samples}, copied below {@code target} so that what it needs
 * is installed there.
 */
enum Sample {

	PYTHON("python", List.of("python3 -m venv venv", "venv/bin/pip install -q -r requirements.txt"),
			"venv/bin/python consumer.py"),

	CLOUDEVENTS("python", List.of("python3 -m venv venv", "venv/bin/pip install -q -r requirements.txt"),
			"venv/bin/python cloudevents_consumer.py"),

	NODE("node", List.of("npm ci --silent"), "node consumer.js"),

	GO("go", List.of("go build -o consumer"), "./consumer"),

	JAVA("java", List.of(),
			Path.of(System.getProperty("java.home"), "bin", "java") + " src/main/java/WelcomeMail.java");

	private static final Path SOURCES = Path.of("..", "docs", "samples");

	private final String language;

	private final List<String> installation;

	private final String run;

	Sample(String language, List<String> installation, String run) {
		this.language = language;
		this.installation = installation;
		this.run = run;
	}

	Path directory() {
		return Path.of("target", "samples", this.language).toAbsolutePath();
	}

	/**
	 * Installs what the sample needs; the test is aborted if that cannot be had.
	 */
	void install() throws IOException, InterruptedException {
		Files.createDirectories(directory());
		FileSystemUtils.copyRecursively(SOURCES.resolve(this.language), directory());
		for (String command : this.installation) {
			String program = command.substring(0, command.indexOf(' '));
			if (Files.exists(directory().resolve("venv/bin/python")) && command.endsWith("venv")) {
				continue;
			}
			assume(program.contains("/") || isOnPath(program), program + " is not installed");
			Path log = directory().resolve("installation.log");
			Process process = new ProcessBuilder(command.split(" ")).directory(directory().toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			assume(process.waitFor() == 0, command + " failed: " + lastLine(log));
		}
	}

	List<String> command(String bootstrapServers) {
		List<String> command = new ArrayList<>(List.of(this.run.split(" ")));
		if (this == JAVA) {
			command.addAll(1, List.of("-cp", System.getProperty("java.class.path")));
		}
		command.add(bootstrapServers);
		return command;
	}

	private void assume(boolean condition, String obstacle) {
		if (!condition) {
			System.out.println("The sample " + this + " is not run: " + obstacle);
		}
		Assumptions.assumeTrue(condition, obstacle);
	}

	private static boolean isOnPath(String program) {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	private static String lastLine(Path log) throws IOException {
		List<String> lines = Files.readAllLines(log);
		return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
	}

}
