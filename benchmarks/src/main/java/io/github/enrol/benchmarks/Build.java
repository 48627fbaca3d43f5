/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A packaged checkout of this project: what its services are started from.
 *
 * @param name tells it apart from others
 * @param root the directory of the checkout
 * @param properties of its services
 */
record Build(String name, Path root, Map<String, String> properties) {

	/** The one that this benchmark belongs to. */
	static final Build THIS = new Build("this", Path.of(".."), Map.of());

	/**
	 * The one that a change is compared with, from the setting {@code other}.
	 */
	static Build other() {
		return new Build("other", Path.of(Settings.text("other", "../../other")), Map.of());
	}

	/**
	 * This one with tracing on. The setting {@code probability} says how much of it is
	 * recorded.
	 */
	static Build traced() {
		return new Build("traced", THIS.root,
				Map.of("management.tracing.export.enabled", "true", "management.tracing.sampling.probability",
						Settings.text("probability", "0.1"), "management.opentelemetry.tracing.export.otlp.endpoint",
						new Collector().endpoint()));
	}

	/**
	 * What {@code java} needs to run a service.
	 */
	List<String> code(String module) {
		return List.of("-jar", jar(module).toString());
	}

	Path jar(String module) {
		try (Stream<Path> jars = Files.list(this.root.resolve(module).resolve("target"))) {
			return jars.filter((file) -> file.getFileName().toString().endsWith("-exec.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("package " + module + " first"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Is " + module + " packaged?", ex);
		}
	}

}
