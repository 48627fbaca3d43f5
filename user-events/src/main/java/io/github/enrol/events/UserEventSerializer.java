/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the event as JSON and its CloudEvents attributes as headers; existing headers,
 * such as {@link CloudEventHeaders#COMMAND_OFFSET}, are kept. A {@link UserErased} has no
 * JSON: its record is a tombstone.
 */
public final class UserEventSerializer implements Serializer<UserEvent> {

	static final String SOURCE = "/enrol/command-service";

	@Override
	public byte @Nullable [] serialize(String topic, @Nullable UserEvent event) {
		return serialize(topic, new RecordHeaders(), event);
	}

	@Override
	public byte @Nullable [] serialize(String topic, Headers headers, @Nullable UserEvent event) {
		if (event == null) {
			return null;
		}
		UserEventType type = UserEventType.of(event);
		CloudEventHeaders.set(headers, CloudEventHeaders.SPEC_VERSION, "1.0");
		CloudEventHeaders.set(headers, CloudEventHeaders.ID, event.eventId());
		CloudEventHeaders.set(headers, CloudEventHeaders.TYPE, type.ceType);
		CloudEventHeaders.set(headers, CloudEventHeaders.SOURCE, SOURCE);
		CloudEventHeaders.set(headers, CloudEventHeaders.SUBJECT, event.userId());
		CloudEventHeaders.set(headers, CloudEventHeaders.TIME, Timestamps.format(event.occurredAt()));
		if (type.schema == null) {
			return null;
		}
		CloudEventHeaders.set(headers, CloudEventHeaders.DATA_SCHEMA, type.schema);
		CloudEventHeaders.set(headers, CloudEventHeaders.CONTENT_TYPE, "application/json");
		return RecordJson.write(event);
	}

}
