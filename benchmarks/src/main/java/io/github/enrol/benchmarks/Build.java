/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A packaged checkout of this project: what its services are started from, and what they
 * have that is off by default.
 *
 * @param name tells it apart from others
 * @param root the directory of the checkout
 * @param listener where services connect to Kafka, if not to the usual one
 * @param token which services ask their callers for
 * @param collector where services send their traces
 */
record Build(String name, Path root, Optional<SecuredListener> listener, Optional<Token> token,
		Optional<Collector> collector) {

	/** The one that this benchmark belongs to. */
	static final Build THIS = new Build("this", Path.of(".."));

	private Build(String name, Path root) {
		this(name, root, Optional.empty(), Optional.empty(), Optional.empty());
	}

	/**
	 * The one that a change is compared with, from the setting {@code other}.
	 */
	static Build other() {
		return new Build("other", Path.of(Settings.text("other", "../../other")));
	}

	/**
	 * This one, to be run beside itself.
	 */
	static Build beside(String name) {
		return new Build(name, THIS.root);
	}

	/**
	 * With TLS to Kafka and to the database, and with a password and rights in Kafka.
	 */
	Build encrypted() {
		return new Build(this.name, this.root,
				Optional.of(new SecuredListener(Brokers.ports(), Certificate.create(files("tls")))), this.token,
				this.collector);
	}

	/**
	 * With a bearer token that each request needs.
	 */
	Build withTokens() {
		return new Build(this.name, this.root, this.listener, Optional.of(Token.issue(files("tokens"))),
				this.collector);
	}

	/**
	 * With tracing on.
	 */
	Build traced() {
		return new Build(this.name, this.root, this.listener, this.token, Optional.of(new Collector()));
	}

	/** Returns an empty directory. */
	private Path files(String kind) {
		try {
			Path directory = Path.of("target", kind, this.name).toAbsolutePath();
			FileSystemUtils.deleteRecursively(directory);
			return Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns properties of its services, which come before all others.
	 */
	Map<String, String> properties() {
		Map<String, String> properties = new HashMap<>();
		this.listener.map(SecuredListener::properties).ifPresent(properties::putAll);
		this.token.map(Token::properties).ifPresent(properties::putAll);
		this.collector.map(Collector::properties).ifPresent(properties::putAll);
		return properties;
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
