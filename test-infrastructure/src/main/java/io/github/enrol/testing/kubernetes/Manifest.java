/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.yaml.snakeyaml.Yaml;

/**
 * A resource of {@code deploy/kubernetes}, as it is written there.
 */
public record Manifest(Path file, Map<String, Object> content) {

	/** Of the repository, from a module. */
	public static final Path ROOT = Path.of("..");

	private static final Path DIRECTORY = ROOT.resolve("deploy/kubernetes");

	/**
	 * Returns the resources of a directory below {@code deploy/kubernetes}.
	 */
	public static List<Manifest> in(String directory) {
		try (Stream<Path> files = Files.list(DIRECTORY.resolve(directory))) {
			return files.filter((file) -> file.toString().endsWith(".yaml"))
				.filter((file) -> !file.endsWith("kustomization.yaml"))
				.sorted()
				.flatMap(Manifest::read)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static Stream<Manifest> read(Path file) {
		try {
			return StreamSupport.stream(new Yaml().loadAll(Files.readString(file)).spliterator(), false)
				.map((document) -> new Manifest(file, (Map<String, Object>) document));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the one resource of a kind and name.
	 */
	public static Manifest of(String directory, String kind, String name) {
		List<Manifest> found = in(directory).stream()
			.filter((manifest) -> manifest.kind().equals(kind) && manifest.name().equals(name))
			.toList();
		if (found.size() != 1) {
			throw new IllegalStateException("There are " + found.size() + " of " + kind + " " + name);
		}
		return found.get(0);
	}

	public String kind() {
		return get("kind");
	}

	public String name() {
		return get("metadata", "name");
	}

	/**
	 * Returns what is at a path of keys and positions.
	 * @return null if there is nothing
	 */
	public <T> T get(Object... path) {
		return at(this.content, path);
	}

	/**
	 * Returns what is at a path below something, as above.
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public static <T> T at(Object from, Object... path) {
		Object here = from;
		for (Object step : path) {
			here = (here == null) ? null : (step instanceof Integer number) ? ((List<Object>) here).get(number)
					: ((Map<String, Object>) here).get(step);
		}
		return (T) here;
	}

	@Override
	public String toString() {
		return kind() + " " + name();
	}

}
