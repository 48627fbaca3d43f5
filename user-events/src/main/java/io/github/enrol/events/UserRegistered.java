/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A user registered. For one email address (the record's key, see {@link EmailAddress}) a
 * {@code read_committed} consumer sees this event at most once, unless the user is erased
 * between two of them.
 *
 * @param userId the user's ULID, 26 characters
 * @param username the name as typed, trimmed, 1 to 100 characters (see {@link UserName})
 * @param email the address as typed, trimmed, at most 254 octets of UTF-8
 * @param registeredAt when the request was accepted, in whole milliseconds (see
 * {@link Timestamps})
 */
@JsonPropertyOrder({ "user_id", "username", "email", "registered_at" })
public record UserRegistered(@JsonProperty("user_id") String userId, @JsonProperty("username") String username,
		@JsonProperty("email") String email, @JsonProperty("registered_at") Instant registeredAt) implements UserEvent {

	public UserRegistered {
		Objects.requireNonNull(userId, "user_id is missing");
		Objects.requireNonNull(username, "username is missing");
		Objects.requireNonNull(email, "email is missing");
		Objects.requireNonNull(registeredAt, "registered_at is missing");
	}

	/**
	 * A user registers once, so the user's id is also the event's.
	 */
	@Override
	@JsonIgnore
	public String eventId() {
		return this.userId;
	}

	@Override
	@JsonIgnore
	public Instant occurredAt() {
		return this.registeredAt;
	}

}
