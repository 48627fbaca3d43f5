/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.enrol.http.problems.ProblemType;
import tools.jackson.databind.node.ObjectNode;

/**
 * The responses to requests that fail: types, statuses and titles from the code, the
 * explanations from docs/problems.md, and the headers and an example's values from
 * {@code openapi/common.yaml}.
 */
final class Problems {

	/** Links to other documents, of which the text stays. */
	private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");

	private final Map<String, ProblemType> types = Arrays.stream(ProblemType.values())
		.collect(Collectors.toMap(Problems::name, (type) -> type, (one, other) -> one, LinkedHashMap::new));

	private final ObjectNode details;

	private final Map<String, String> explanations = explanations();

	Problems(ObjectNode details) {
		this.details = details;
	}

	private static Map<String, String> explanations() {
		try {
			return Arrays.stream(Files.readString(Path.of("..", "docs", "problems.md")).split("(?m)^## "))
				.skip(1)
				.map((section) -> section.split("\\n\\n", 3))
				.collect(Collectors.toMap((parts) -> parts[0], (parts) -> prose(parts[2])));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String prose(String markdown) {
		return LINK.matcher(markdown.strip()).replaceAll("$1").replaceAll("(?<!\\n)\\n(?![\\n-]) *", " ");
	}

	/**
	 * Adds the responses of these types, by status; 400 and more that no type stands for
	 * are the {@code default}.
	 */
	void addTo(ObjectNode responses, List<String> names) {
		SortedMap<Integer, List<String>> byStatus = new TreeMap<>();
		names.stream()
			.distinct()
			.sorted(Comparator.comparing((name) -> type(name).ordinal()))
			.forEach((name) -> byStatus.computeIfAbsent(type(name).status().value(), (status) -> new ArrayList<>())
				.add(name));
		byStatus.forEach((status, same) -> responses.set(status.toString(), response(status, same)));
		responses.set("default", Yaml.MAPPER.createObjectNode().put("$ref", "#/components/responses/http-error"));
	}

	private ObjectNode response(int status, List<String> names) {
		ObjectNode response = Yaml.MAPPER.createObjectNode();
		response.put("description",
				names.stream().map((name) -> type(name).title()).collect(Collectors.joining(", or: ")) + ".");
		ObjectNode headers = response.putObject("headers");
		headers.set("Cache-Control", header("NoStore"));
		headers.set("Link", header("Help"));
		names.forEach((name) -> this.details.path(name)
			.path("headers")
			.valueStream()
			.forEach((header) -> headers.set(header.stringValue(), header(header.stringValue()))));
		ObjectNode content = response.putObject("content").putObject("application/problem+json");
		ObjectNode schema = content.putObject("schema");
		schema.put("$ref", "#/components/schemas/Problem");
		ObjectNode properties = schema.putObject("properties");
		properties.putObject("status").put("const", status);
		names.forEach((name) -> properties.withObject("/type").withArray("/enum").add(type(name).uri().toString()));
		ObjectNode examples = content.putObject("examples");
		names.forEach((name) -> examples.putObject(name).put("$ref", "#/components/examples/" + name));
		return response;
	}

	private static ObjectNode header(String name) {
		return Yaml.MAPPER.createObjectNode().put("$ref", "#/components/headers/" + name);
	}

	/**
	 * Returns an example of each of these types.
	 */
	ObjectNode examples(Iterable<String> names) {
		ObjectNode examples = Yaml.MAPPER.createObjectNode();
		for (String name : names) {
			ProblemType type = type(name);
			ObjectNode example = examples.putObject(name);
			example.put("summary", type.title()).put("description", this.explanations.get(name));
			ObjectNode value = example.putObject("value");
			value.put("type", type.uri().toString()).put("title", type.title()).put("status", type.status().value());
			value.setAll((ObjectNode) this.details.required(name).required("value"));
		}
		return examples;
	}

	private ProblemType type(String name) {
		if (!this.types.containsKey(name)) {
			throw new IllegalStateException("There is no problem " + name + ", but " + this.types.keySet());
		}
		return this.types.get(name);
	}

	private static String name(ProblemType type) {
		return type.uri().getPath().replaceAll(".*/", "");
	}

}
