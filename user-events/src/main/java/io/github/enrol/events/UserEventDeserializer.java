/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.regex.Pattern;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads an event of any published version, distinguished by the header {@code ce_type}.
 * <p>
 * Anything else causes a {@link SerializationException} whose message gives the reason
 * without the content, so it may be logged. An event of an unknown type causes an
 * {@link UnknownEventTypeException}, whatever its value.
 */
public final class UserEventDeserializer implements Deserializer<UserEvent> {

	private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z0-9._:/-]{1,255}");

	@Override
	public UserEvent deserialize(String topic, byte[] data) {
		throw new SerializationException("an event is read together with its headers");
	}

	@Override
	public UserEvent deserialize(String topic, Headers headers, byte[] data) {
		UserEventType type = type(headers);
		if (data == null) {
			throw new SerializationException("the record has no value");
		}
		return RecordJson.read(data, type.payload);
	}

	private static UserEventType type(Headers headers) {
		String ceType = attribute(headers, CloudEventHeaders.TYPE);
		UserEventType type = UserEventType.of(ceType);
		if (type != null) {
			return type;
		}
		if (!TYPE_NAME.matcher(ceType).matches()) {
			throw new SerializationException("the header ce_type does not name a type");
		}
		attribute(headers, CloudEventHeaders.SPEC_VERSION);
		attribute(headers, CloudEventHeaders.ID);
		attribute(headers, CloudEventHeaders.SOURCE);
		throw new UnknownEventTypeException(ceType);
	}

	private static String attribute(Headers headers, String name) {
		String value = CloudEventHeaders.text(headers, name);
		if (value == null || value.isEmpty()) {
			throw new SerializationException("the header " + name + " is missing");
		}
		return value;
	}

}
