/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.Arrays;
import java.util.stream.Collectors;

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

	private static final EventReader<UserEvent> PUBLISHED = new EventReader<>(Arrays.stream(UserEventType.values())
		.collect(Collectors.toMap((type) -> type.ceType, (type) -> (value) -> RecordJson.read(value, type.payload))));

	@Override
	public UserEvent deserialize(String topic, byte[] data) {
		throw new SerializationException("an event is read together with its headers");
	}

	@Override
	public UserEvent deserialize(String topic, Headers headers, byte[] data) {
		return PUBLISHED.read(headers, data);
	}

}
