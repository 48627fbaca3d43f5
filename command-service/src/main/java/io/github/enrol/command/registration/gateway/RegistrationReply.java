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
 * @param outcome of the command
 * @param userId the user's ULID; only if registered or erased
 * @param partition the partition of the command
 * @param commandOffset the offset of the command that registered or erased the user; a
 * retry of a registration returns the offset of the first command, not its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegistrationReply(@JsonProperty("outcome") Outcome outcome,
		@JsonProperty("user_id") @Nullable String userId, @JsonProperty("partition") int partition,
		@JsonProperty("command_offset") long commandOffset) {

	/**
	 * The position in the log at which the user exists, or is erased.
	 */
	public ConsistencyToken token() {
		return new ConsistencyToken(this.partition, this.commandOffset, this.outcome == Outcome.ERASED);
	}

	/**
	 * The outcome of a command.
	 */
	public enum Outcome {

		/** The user is registered, now or by an earlier attempt of the same command. */
		REGISTERED,

		/** The user is erased. */
		ERASED,

		/** The address belongs to another registration. */
		EMAIL_ALREADY_REGISTERED,

		/** The id of the accepted command was used again with another payload. */
		IDEMPOTENCY_KEY_REUSED,

		/** No user has the address and the id of the erasure, or none any more. */
		USER_NOT_FOUND

	}

}
