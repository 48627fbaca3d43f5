/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.events.ConsistencyToken;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a command.
 *
 * @param outcome what became of it
 * @param userId the user's ULID; only if registered
 * @param partition the partition of the command that registered the user
 * @param commandOffset the offset in it of that command, which for a retry is an earlier
 * one than its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegistrationReply(@JsonProperty("outcome") Outcome outcome,
		@JsonProperty("user_id") @Nullable String userId, @JsonProperty("partition") int partition,
		@JsonProperty("command_offset") long commandOffset) {

	/**
	 * The position in the history from which on the user exists.
	 */
	public ConsistencyToken token() {
		return new ConsistencyToken(this.partition, this.commandOffset);
	}

	/**
	 * What became of a command.
	 */
	public enum Outcome {

		/** The user is registered, now or by an earlier try of the same command. */
		REGISTERED,

		/** The address belongs to another registration. */
		EMAIL_ALREADY_REGISTERED,

		/** The id of the accepted command came with another payload. */
		IDEMPOTENCY_KEY_REUSED

	}

}
