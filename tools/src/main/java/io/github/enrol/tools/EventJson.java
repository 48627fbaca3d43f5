/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events in the <a href=
 * "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON
 * format of CloudEvents 1.0</a>, each in one line. The record's key is the attribute of
 * the partitioning extension. The data is the same after reading, byte for byte.
 */
final class EventJson {

	static final String KEY = "partitionkey";

	private static final String DATA = "data";

	/** For what is no JSON, or other JSON than would be written. */
	private static final String BINARY_DATA = "data_base64";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private EventJson() {
	}

	static byte[] write(LoggedEvent event) {
		ObjectNode json = MAPPER.createObjectNode();
		event.attributes().forEach(json::put);
		json.put(KEY, event.key());
		byte @Nullable [] data = event.data();
		if (data != null) {
			JsonNode embedded = embedded(data, event.attributes().get(LoggedEvent.CONTENT_TYPE));
			if (embedded != null) {
				json.set(DATA, embedded);
			}
			else {
				json.put(BINARY_DATA, data);
			}
		}
		return write(json);
	}

	static byte[] write(JsonNode json) {
		return MAPPER.writeValueAsBytes(json);
	}

	static ObjectNode newObject() {
		return MAPPER.createObjectNode();
	}

	private static @Nullable JsonNode embedded(byte[] data, @Nullable String contentType) {
		if (contentType == null || !contentType.endsWith("json")) {
			return null;
		}
		try {
			JsonNode node = MAPPER.readTree(data);
			return (node.isContainer() && Arrays.equals(write(node), data)) ? node : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Parses a line.
	 * @throws IllegalArgumentException if it is no JSON object, with a phrase without
	 * content
	 */
	static ObjectNode parse(String line) {
		try {
			if (MAPPER.readTree(line) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			// The same.
		}
		throw new IllegalArgumentException("is no JSON object");
	}

	/**
	 * Returns the event that an object is.
	 * @throws IllegalArgumentException if it is none, with a phrase without content
	 */
	static LoggedEvent event(ObjectNode json) {
		Map<String, String> attributes = new LinkedHashMap<>();
		byte @Nullable [] data = null;
		for (Map.Entry<String, JsonNode> member : json.properties()) {
			JsonNode value = member.getValue();
			if (value.isNull()) {
				continue;
			}
			if (member.getKey().equals(DATA)) {
				data = write(value);
			}
			else if (member.getKey().equals(BINARY_DATA)) {
				data = binary(value);
			}
			else if (value.isValueNode()) {
				attributes.put(member.getKey(), value.asString());
			}
			else {
				throw new IllegalArgumentException("has an attribute that is no text");
			}
		}
		String key = attributes.remove(KEY);
		if (key == null) {
			throw new IllegalArgumentException("has no " + KEY);
		}
		return new LoggedEvent(key, attributes, data);
	}

	private static byte[] binary(JsonNode value) {
		try {
			return value.binaryValue();
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("has a " + BINARY_DATA + " that is none", ex);
		}
	}

}
