/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Names and serde of the topic. Read it with {@code isolation.level=read_committed}: an
 * uncommitted event may be aborted.
 */
public final class UserEvents {

	/**
	 * The event log. Key: {@link EmailAddress#key()} in UTF-8; value: JSON, or none for a
	 * {@link UserErased}; headers: CloudEvents in binary mode; kept until the user is
	 * erased.
	 */
	public static final String TOPIC = "user-events";

	/**
	 * Events that the projector cannot apply, unchanged, with the reason in headers.
	 */
	public static final String DEAD_LETTER_TOPIC = "user-events.dlt";

	private UserEvents() {
	}

	public static Serde<UserEvent> serde() {
		return Serdes.serdeFrom(new UserEventSerializer(), new UserEventDeserializer());
	}

}
