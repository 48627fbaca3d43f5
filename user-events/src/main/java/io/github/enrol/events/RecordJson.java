/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.stream.Stream;

import org.apache.kafka.common.errors.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON of record values. Unknown properties are ignored, so that later versions may
 * add optional ones.
 */
public final class RecordJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(Timestamps.jacksonModule())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.withCoercionConfig(LogicalType.Textual,
				(text) -> Stream.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
					.forEach((shape) -> text.setCoercion(shape, CoercionAction.Fail)))
		.build();

	private RecordJson() {
	}

	public static byte[] write(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/**
	 * Reads a value.
	 * @throws SerializationException if the bytes are not a valid value; the message
	 * gives the reason without the content, which may be personal data, so it may be
	 * logged
	 */
	public static <T> T read(byte[] json, Class<T> type) {
		try {
			T value = MAPPER.readValue(json, type);
			if (value == null) {
				throw new SerializationException("the value is null");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new SerializationException("the value is not a " + type.getSimpleName() + ": " + reason(ex));
		}
	}

	/**
	 * Jackson's own message quotes the content.
	 */
	private static String reason(JacksonException ex) {
		if (ex.getCause() instanceof NullPointerException missing) {
			return String.valueOf(missing.getMessage());
		}
		return ex.getClass().getSimpleName() + " at line " + ex.getLocation().getLineNr() + ", column "
				+ ex.getLocation().getColumnNr();
	}

}
