/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what a service answers with its OpenAPI document, more strictly than clients
 * may: a header or property that the document does not have is a flaw too.
 */
public final class Conformance {

	/** Of HTTP and its connections, whatever the resource. */
	private static final Set<String> ANY_RESPONSE = Set.of("connection", "content-encoding", "content-length",
			"content-security-policy", "content-type", "date", "keep-alive", "transfer-encoding", "vary",
			"access-control-allow-origin", "access-control-expose-headers", "ratelimit", "ratelimit-policy");

	private static final String DOCUMENT = "https://enrol.github.io/openapi.json";

	private final ObjectNode document;

	private final SchemaRegistry schemas;

	private Conformance(ObjectNode document) {
		this.document = document;
		String strict = strict(document.deepCopy()).toString();
		this.schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				(builder) -> builder.schemas((id) -> id.equals(DOCUMENT) ? strict : null));
	}

	/**
	 * Reads the checked-in document.
	 * @param service the name of a service; the working directory is any module
	 */
	public static Conformance of(String service) {
		try {
			return new Conformance((ObjectNode) Yaml.MAPPER.readTree(Files.readString(OpenApi.file(service))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Refuses further properties wherever there are some.
	 */
	private static JsonNode strict(JsonNode node) {
		node.forEach(Conformance::strict);
		if (node.path("properties").isObject() && (node.has("type") || node.has("$ref"))) {
			((ObjectNode) node).put("unevaluatedProperties", false);
		}
		return node;
	}

	/**
	 * Returns how a response differs from its description.
	 */
	public List<String> flaws(HttpResponse<String> response) {
		return flaws(response.request().method(), response.uri().getPath(), response.statusCode(),
				response.headers().map().keySet(), (name) -> response.headers().firstValue(name).orElse(null),
				response.headers().firstValue("Content-Encoding").isPresent() ? null : response.body());
	}

	/**
	 * Returns how a response differs from its description.
	 * @param path of the request, without the query
	 * @param header returns a header of the response, null if it is missing
	 * @param headers the names of all headers of the response
	 * @param body null if it is not known
	 * @return empty for a path that is not described, such as those of the actuator
	 */
	public List<String> flaws(String method, String path, int status, Iterable<String> headers,
			UnaryOperator<@Nullable String> header, @Nullable String body) {
		Optional<String> operation = pointer(method, path);
		if (operation.isEmpty() || status < 200) {
			return List.of();
		}
		String responses = operation.get() + "/responses/";
		String response = resolve(responses + (at(responses + status).isMissingNode() ? "default" : status));
		List<String> flaws = new ArrayList<>();
		checkHeaders(response, headers, header, flaws);
		if (!method.equals("HEAD") && body != null) {
			checkBody(response, header.apply("Content-Type"), body, flaws);
		}
		return flaws.stream().map((flaw) -> method + " " + path + ", " + status + ": " + flaw).toList();
	}

	/**
	 * Returns the place of the operation, preferring a path without variables.
	 */
	private Optional<String> pointer(String method, String path) {
		String name = (method.equals("HEAD") ? "GET" : method).toLowerCase(Locale.ROOT);
		return this.document.get("paths")
			.propertyStream()
			.filter((item) -> item.getValue().has(name) && path.matches(pattern(item.getKey())))
			.map((item) -> item.getKey())
			.min((one, other) -> Boolean.compare(one.contains("{"), other.contains("{")))
			.map((template) -> "/paths/" + template.replace("/", "~1") + "/" + name);
	}

	private static String pattern(String template) {
		return Stream.of(template.split("(?=\\{)|(?<=})"))
			.map((part) -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
			.reduce("", String::concat);
	}

	private void checkHeaders(String response, Iterable<String> names, UnaryOperator<@Nullable String> header,
			List<String> flaws) {
		Set<String> undescribed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		names.forEach(undescribed::add);
		ANY_RESPONSE.forEach(undescribed::remove);
		at(response + "/headers").propertyNames().forEach((name) -> {
			undescribed.remove(name);
			String value = header.apply(name);
			String described = resolve(response + "/headers/" + name);
			if (value != null) {
				JsonNode schema = at(described + "/schema");
				boolean number = schema.path("type").asString("").equals("integer");
				check(described + "/schema", number ? value : Yaml.MAPPER.writeValueAsString(value), name, flaws);
			}
			else if (at(described + "/required").asBoolean(false)) {
				flaws.add("the header " + name + " is missing");
			}
		});
		undescribed.forEach((name) -> flaws.add("the header " + name + " is not described"));
	}

	private void checkBody(String response, @Nullable String contentType, String body, List<String> flaws) {
		JsonNode content = at(response + "/content");
		if (content.isMissingNode() || contentType == null) {
			if (!content.isMissingNode() || !body.isEmpty()) {
				flaws.add("the response has a body, or is described with one");
			}
			return;
		}
		String type = contentType.replaceAll(";.*", "");
		String pointer = response + "/content/" + type.replace("/", "~1");
		if (!content.has(type)) {
			flaws.add("the media type " + type + " is not described");
		}
		else if (content.get(type).has("x-itemSchema")) {
			body.lines().forEach((line) -> check(pointer + "/x-itemSchema", line, "a line", flaws));
		}
		else if (type.endsWith("json")) {
			check(pointer + "/schema", body, "the body", flaws);
		}
	}

	private void check(String pointer, String json, String what, List<String> flaws) {
		this.schemas.getSchema(SchemaLocation.of(DOCUMENT + "#" + pointer))
			.validate(json, InputFormat.JSON,
					(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)))
			.forEach((error) -> flaws.add(what + error));
	}

	private String resolve(String pointer) {
		JsonNode reference = at(pointer + "/$ref");
		return reference.isMissingNode() ? pointer : reference.stringValue().substring(1);
	}

	private JsonNode at(String pointer) {
		return this.document.at(pointer);
	}

}
