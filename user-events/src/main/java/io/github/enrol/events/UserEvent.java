/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.time.Instant;

/**
 * Something that happened to a user. Events are facts: they are never changed, and those
 * of one email address are in the order in which they happened. They are kept until the
 * user is erased.
 */
public sealed interface UserEvent permits UserRegistered, UserErased {

	/**
	 * Identifies this event among all events of this source; becomes {@code ce_id}.
	 * @return an opaque id, the same whenever and wherever the event is read
	 */
	String eventId();

	/**
	 * The user of the event; becomes {@code ce_subject}.
	 * @return a ULID, 26 characters of Crockford's base 32
	 */
	String userId();

	/**
	 * When it happened, by the clock of the instance that accepted the request; becomes
	 * {@code ce_time}.
	 * @return an instant in whole milliseconds, as {@link Timestamps} writes it
	 */
	Instant occurredAt();

}
