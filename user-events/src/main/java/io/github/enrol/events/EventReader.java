/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads events of several types and versions into one model. A version whose events are
 * no longer written keeps its entry, whose function turns the old value into the current
 * model (an upcaster), so that readers know one version alone.
 *
 * @param types reads the value of each {@code ce_type}
 */
record EventReader<E>(Map<String, Function<byte[], E>> types) {

	private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z0-9._:/-]{1,255}");

	/**
	 * Reads an event.
	 * @throws UnknownEventTypeException if it has another type, whatever its value
	 * @throws SerializationException if it is broken
	 */
	E read(Headers headers, byte @Nullable [] value) {
		String type = attribute(headers, CloudEventHeaders.TYPE);
		Function<byte[], E> reader = this.types.get(type);
		if (reader == null) {
			throw unknown(type, headers);
		}
		if (value == null) {
			throw new SerializationException("the record has no value");
		}
		return reader.apply(value);
	}

	private static UnknownEventTypeException unknown(String type, Headers headers) {
		if (!TYPE_NAME.matcher(type).matches()) {
			throw new SerializationException("the header ce_type does not name a type");
		}
		attribute(headers, CloudEventHeaders.SPEC_VERSION);
		attribute(headers, CloudEventHeaders.ID);
		attribute(headers, CloudEventHeaders.SOURCE);
		return new UnknownEventTypeException(type);
	}

	static String attribute(Headers headers, String name) {
		String value = CloudEventHeaders.text(headers, name);
		if (value == null || value.isEmpty()) {
			throw new SerializationException("the header " + name + " is missing");
		}
		return value;
	}

}
