/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import org.jspecify.annotations.Nullable;

/**
 * All event versions ever published, by their names on the wire. Versions are added,
 * never changed or removed: old events stay in the log. One without a schema is a
 * tombstone.
 */
enum UserEventType {

	USER_REGISTERED_V1("io.github.enrol.user-registered.v1",
			"https://enrol.github.io/schemas/user-registered.v1.schema.json", UserRegistered.class),

	USER_ERASED_V1("io.github.enrol.user-erased.v1", null, UserErased.class);

	final String ceType;

	final @Nullable String schema;

	final Class<? extends UserEvent> payload;

	UserEventType(String ceType, @Nullable String schema, Class<? extends UserEvent> payload) {
		this.ceType = ceType;
		this.schema = schema;
		this.payload = payload;
	}

	static UserEventType of(UserEvent event) {
		for (UserEventType type : values()) {
			if (type.payload.isInstance(event)) {
				return type;
			}
		}
		throw new IllegalStateException("no type is published for " + event.getClass().getSimpleName());
	}

}
