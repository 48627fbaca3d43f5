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
 * @param userId the user's ULID; only if registered
 * @param partition the partition of the command that registered the user
 * @param commandOffset the offset of that command in its partition; a retry returns the
 * offset of the first command, not its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegistrationReply(@JsonProperty("outcome") Outcome outcome,
		@JsonProperty("user_id") @Nullable String userId, @JsonProperty("partition") int partition,
		@JsonProperty("command_offset") long commandOffset) {

	/**
	 * The position in the log at which the user exists.
	 */
	public ConsistencyToken token() {
		return new ConsistencyToken(this.partition, this.commandOffset);
	}

	/**
	 * The outcome of a command.
	 */
	public enum Outcome {

		/** The user is registered, now or by an earlier attempt of the same command. */
		REGISTERED,

		/** The address belongs to another registration. */
		EMAIL_ALREADY_REGISTERED,

		/** The id of the accepted command was used again with another payload. */
		IDEMPOTENCY_KEY_REUSED

	}

}
