/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A command about an email address, which is the record's key. The receiving instance
 * sets ids and time, so that every instance decides the command alike.
 */
public sealed interface UserCommand permits RegisterUser, EraseUser {

	/**
	 * Distinguishes a retry from another request; 1 to 255 characters.
	 */
	String commandId();

	/**
	 * The ULID of the user who is registered or erased.
	 */
	String userId();

	/**
	 * The address as typed, trimmed.
	 */
	String email();

	/**
	 * When the request arrived, in whole milliseconds.
	 */
	Instant requestedAt();

	/**
	 * Reads a command of any type.
	 * @param type missing in a registration, which was the only type of command at first
	 * @throws RuntimeException if there is no such command
	 */
	@JsonCreator
	static UserCommand of(@JsonProperty("type") @Nullable String type, @JsonProperty("command_id") String commandId,
			@JsonProperty("user_id") String userId, @JsonProperty("username") String username,
			@JsonProperty("email") String email, @JsonProperty("registered_at") Instant registeredAt,
			@JsonProperty("erased_at") Instant erasedAt) {
		if (type == null) {
			return new RegisterUser(commandId, userId, username, email, registeredAt);
		}
		// Like a missing property: only the message of that is shown.
		Objects.requireNonNull(type.equals(EraseUser.TYPE) ? type : null, "the type is not known here");
		return new EraseUser(commandId, userId, email, erasedAt);
	}

}
