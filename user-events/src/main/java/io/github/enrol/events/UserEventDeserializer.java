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
import org.jspecify.annotations.Nullable;

/**
 * Reads an event of any published version, distinguished by the header {@code ce_type}.
 * <p>
 * Anything else causes a {@link SerializationException} whose message gives the reason
 * without the content, so it may be logged. An event of an unknown type causes an
 * {@link UnknownEventTypeException}, whatever its value.
 * <p>
 * Kafka's consumer does not call a deserializer for a record without a value, as that of
 * a {@link UserErased}: give it a deserializer of bytes, and then call this one.
 */
public final class UserEventDeserializer implements Deserializer<UserEvent> {

	private static final EventReader<UserEvent> PUBLISHED = new EventReader<>(Arrays.stream(UserEventType.values())
		.collect(Collectors.toMap((type) -> type.ceType, (type) -> (value) -> read(value, type))));

	@Override
	public UserEvent deserialize(String topic, byte @Nullable [] data) {
		throw new SerializationException("an event is read together with its headers");
	}

	@Override
	public UserEvent deserialize(String topic, Headers headers, byte @Nullable [] data) {
		boolean tombstone = data == null
				&& UserEventType.USER_ERASED_V1.ceType.equals(CloudEventHeaders.text(headers, CloudEventHeaders.TYPE));
		return tombstone ? UserErased.read(headers) : PUBLISHED.read(headers, data);
	}

	private static UserEvent read(byte[] value, UserEventType type) {
		if (type.schema == null) {
			throw new SerializationException("the record has a value");
		}
		return RecordJson.read(value, type.payload);
	}

}
