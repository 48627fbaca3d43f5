/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import io.github.enrol.events.RecordJson;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The JSON of commands, replies and states, without type headers.
 */
public final class JsonSerde<T> implements Serde<T> {

	private final Class<T> type;

	public JsonSerde(Class<T> type) {
		this.type = type;
	}

	@Override
	public Serializer<T> serializer() {
		return (topic, value) -> (value != null) ? RecordJson.write(value) : null;
	}

	@Override
	public Deserializer<T> deserializer() {
		return (topic, data) -> (data != null) ? RecordJson.read(data, this.type) : null;
	}

}
