/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import io.github.enrol.events.Timestamps;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON of commands, replies and states. Internal to this service and independent of
 * the published events' JSON. There are no type headers. Unknown properties are ignored,
 * so that later versions may add optional ones.
 */
public final class JsonSerde<T> implements Serde<T> {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(Timestamps.jacksonModule())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.withCoercionConfig(LogicalType.Textual, (text) -> {
			// A number is not a name.
			text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
			text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
			text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
		})
		.build();

	private final Class<T> type;

	public JsonSerde(Class<T> type) {
		this.type = type;
	}

	@Override
	public Serializer<T> serializer() {
		return (topic, value) -> (value != null) ? MAPPER.writeValueAsBytes(value) : null;
	}

	/**
	 * Fails with a {@link SerializationException} whose message gives the reason without
	 * the content, which may be personal data, so the message may be logged.
	 */
	@Override
	public Deserializer<T> deserializer() {
		return (topic, data) -> (data != null) ? read(data) : null;
	}

	private T read(byte[] data) {
		try {
			// Jackson by itself also accepts UTF-16 and overlong sequences.
			T value = MAPPER.readValue(StrictUtf8.decode(data), this.type);
			if (value == null) {
				throw new SerializationException("the value is null");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new SerializationException("the value is not a " + this.type.getSimpleName() + ": " + reason(ex));
		}
	}

	/**
	 * Jackson's own message quotes the content.
	 */
	private static String reason(JacksonException ex) {
		if (ex.getCause() instanceof NullPointerException missing && missing.getMessage() != null) {
			return missing.getMessage();
		}
		return ex.getClass().getSimpleName() + " at line " + ex.getLocation().getLineNr() + ", column "
				+ ex.getLocation().getColumnNr();
	}

}
