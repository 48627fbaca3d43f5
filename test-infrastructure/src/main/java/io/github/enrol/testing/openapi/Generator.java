/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generates the OpenAPI document of a service. Its controllers say which operations there
 * are, with which media types and parameters; problems come from {@code ProblemType} and
 * docs/problems.md. The rest is written by hand, in OpenAPI's own terms, in
 * {@code openapi.yaml} of the service's test resources:
 * <ul>
 * <li>the content type {@code '*'} stands for all media types of the code that are not
 * listed;</li>
 * <li>{@code scope} is what a bearer token must have, where there is one;</li>
 * <li>{@code problems} are the types of an operation beyond those of every one;</li>
 * <li>parameters of the path and the query are found by name in
 * {@code components.parameters}, and not listed again.</li>
 * </ul>
 * What the code has and the description lacks, or the other way round, is an error.
 * <p>
 * springdoc derives more from handlers that have their input as parameters and their
 * output as return type. Here they read streams and headers themselves, and two share a
 * path, so it would find next to nothing, and wants annotations in production code.
 */
final class Generator {

	private final ObjectNode description = Yaml.resource("openapi.yaml");

	private final ObjectNode common = Yaml.resource("openapi/common.yaml");

	private final Problems problems = new Problems((ObjectNode) this.common.remove("problems"));

	private final SortedMap<String, SortedMap<String, Operation>> operations = Operation.all();

	private final SortedSet<String> usedProblems = new TreeSet<>();

	private final ObjectNode components = Yaml.MAPPER.createObjectNode();

	ObjectNode document() {
		for (String kind : List.of("securitySchemes", "parameters", "headers", "responses", "schemas", "examples")) {
			ObjectNode all = this.components.putObject(kind);
			List.of(this.common, this.description)
				.forEach((source) -> source.path("components")
					.path(kind)
					.properties()
					.forEach((entry) -> all.set(entry.getKey(), entry.getValue())));
		}
		ObjectNode document = Yaml.MAPPER.createObjectNode().put("openapi", "3.1.1");
		document.set("info", this.description.required("info"));
		this.common.withObject("/info")
			.properties()
			.forEach((entry) -> document.withObject("/info").set(entry.getKey(), entry.getValue()));
		document.putArray("servers").addObject().put("url", "/");
		document.set("tags", this.description.required("tags"));
		document.withArray("/tags").addAll(this.common.withArray("/tags"));
		document.set("paths", paths());
		((ObjectNode) this.components.get("examples")).setAll(this.problems.examples(this.usedProblems));
		document.set("components", this.components);
		requireReferencesThatLeadSomewhere(document);
		return document;
	}

	private ObjectNode paths() {
		ObjectNode described = (ObjectNode) this.description.required("paths");
		described.setAll((ObjectNode) this.common.required("paths"));
		assertThat(described.propertyNames()).as("The paths of openapi.yaml are those of the controllers")
			.containsExactlyInAnyOrderElementsOf(this.operations.keySet());
		ObjectNode paths = Yaml.MAPPER.createObjectNode();
		this.operations.forEach((path, methods) -> {
			JsonNode item = described.required(path);
			assertThat(item.propertyNames()).as("The methods of %s in openapi.yaml are those of the controllers", path)
				.containsExactlyInAnyOrderElementsOf(methods.keySet());
			methods.forEach((method, operation) -> paths.withObject("/" + path.replace("~", "~0").replace("/", "~1"))
				.set(method, operation(method.toUpperCase(Locale.ROOT) + " " + path, operation,
						(ObjectNode) item.get(method))));
		});
		return paths;
	}

	private ObjectNode operation(String what, Operation code, ObjectNode description) {
		ObjectNode operation = Yaml.MAPPER.createObjectNode();
		List<String> problems = new ArrayList<>(List.of("malformed-request", "invalid-request", "origin-not-allowed",
				"quota-exceeded", "internal-error"));
		if (!code.consumes().isEmpty()) {
			problems.add("unsupported-media-type");
		}
		if (!code.produces().isEmpty()) {
			problems.add("not-acceptable");
		}
		if (description.has("scope")) {
			// Anonymously, or with a token of this scope.
			ArrayNode security = operation.putArray("security");
			security.addObject();
			security.addObject().putArray("bearer").add(description.get("scope"));
			problems.addAll(List.of("unauthenticated", "insufficient-scope", "service-unavailable"));
		}
		description.path("problems").valueStream().forEach((name) -> problems.add(name.stringValue()));
		this.usedProblems.addAll(problems);
		for (Map.Entry<String, JsonNode> part : description.properties()) {
			if (!List.of("scope", "problems", "responses", "parameters").contains(part.getKey())) {
				operation.set(part.getKey(), part.getValue());
			}
		}
		addParameters(what, code, description, operation);
		if (description.has("requestBody")) {
			expand(what, (ObjectNode) operation.get("requestBody"), code.consumes());
		}
		assertThat(description.has("requestBody")).as("%s has a body", what).isEqualTo(!code.consumes().isEmpty());
		ObjectNode responses = operation.putObject("responses");
		Set<String> described = new TreeSet<>();
		description.required("responses").properties().forEach((response) -> {
			if (response.getValue().has("content")) {
				described.addAll(expand(what, (ObjectNode) response.getValue(), code.produces()));
			}
			responses.set(response.getKey(), response.getValue());
		});
		assertThat(described).as("The media types of the responses to %s", what).isEqualTo(code.produces());
		this.problems.addTo(responses, problems);
		responses.valueStream().filter((response) -> !response.has("$ref")).forEach(Generator::addRequestId);
		return operation;
	}

	private static void addRequestId(JsonNode response) {
		((ObjectNode) response).withObject("/headers")
			.putObject("X-Request-Id")
			.put("$ref", "#/components/headers/X-Request-Id");
	}

	private void addParameters(String what, Operation code, ObjectNode description, ObjectNode operation) {
		List<String> names = new ArrayList<>(code.variables());
		names.addAll(code.query());
		for (String name : names) {
			assertThat(this.components.get("parameters").has(name))
				.as("%s has the parameter %s: describe it under components.parameters of openapi.yaml", what, name)
				.isTrue();
			operation.withArray("/parameters").addObject().put("$ref", "#/components/parameters/" + name);
		}
		description.path("parameters")
			.valueStream()
			.forEach((header) -> operation.withArray("/parameters").add(header));
	}

	/**
	 * Replaces {@code '*'} by the media types of the code that are not listed.
	 */
	private static Set<String> expand(String what, ObjectNode message, Set<String> types) {
		ObjectNode listed = (ObjectNode) message.required("content");
		ObjectNode content = Yaml.MAPPER.createObjectNode();
		for (String type : types) {
			JsonNode body = listed.has(type) ? listed.get(type) : listed.get("*");
			if (body != null) {
				content.set(type, body);
			}
		}
		listed.remove("*");
		assertThat(types).as("The media types of %s", what).containsAll(listed.propertyNames());
		message.set("content", content);
		return new TreeSet<>(content.propertyNames());
	}

	private static void requireReferencesThatLeadSomewhere(JsonNode document) {
		assertThat(document.findValuesAsString("$ref"))
			.allSatisfy((target) -> assertThat(document.at(target.substring(1)).isMissingNode()).as(target).isFalse());
	}

}
