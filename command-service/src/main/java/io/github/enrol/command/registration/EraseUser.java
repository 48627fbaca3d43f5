/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The command to erase a user. It names both address and id: whoever registers the
 * address anew is another user, whom a repeated erasure does not reach.
 *
 * @param commandId a ULID
 * @param userId the ULID of the user to erase
 * @param email the address as typed, trimmed
 * @param erasedAt when the request arrived, in whole milliseconds
 */
@JsonPropertyOrder({ "type", "command_id", "user_id", "email", "erased_at" })
public record EraseUser(@JsonProperty("command_id") String commandId, @JsonProperty("user_id") String userId,
		@JsonProperty("email") String email, @JsonProperty("erased_at") Instant erasedAt) implements UserCommand {

	static final String TYPE = "erase-user";

	public EraseUser {
		Objects.requireNonNull(commandId, "command_id is missing");
		Objects.requireNonNull(userId, "user_id is missing");
		Objects.requireNonNull(email, "email is missing");
		Objects.requireNonNull(erasedAt, "erased_at is missing");
	}

	@JsonProperty("type")
	String type() {
		return TYPE;
	}

	@Override
	public Instant requestedAt() {
		return this.erasedAt;
	}

}
