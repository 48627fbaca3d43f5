/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.enrol.embedded.Ports;

/**
 * All in one process, broker and database included, as {@code ./mvnw spring-boot:run}
 * starts it, but for the options of the JVM.
 */
final class Standalone {

	private Standalone() {
	}

	/**
	 * Starts one; it answers for the command-service.
	 * @param data of broker and database, which may be there already
	 * @param jvm options beside those that all have
	 */
	static JavaProcess start(Path data, String... jvm) {
		int port = Ports.free();
		List<String> arguments = new ArrayList<>(List.of(jvm));
		arguments.addAll(List.of("-cp", classPath(), "io.github.enrol.standalone.StandaloneApplication",
				"--enrol.data-directory=" + data, "--enrol.command-service-port=" + port));
		Stream.of("query-service", "projector-service", "kafka", "database")
			.forEach((part) -> arguments.add("--enrol." + part + "-port=" + Ports.free()));
		return JavaProcess.start("standalone", port, arguments);
	}

	private static String classPath() {
		Path target = Path.of("..", "standalone", "target");
		try {
			return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
