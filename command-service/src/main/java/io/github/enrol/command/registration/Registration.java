/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The state of a registered email address, with all that is needed to answer a retry of
 * the command that registered it. An address whose user was erased has no state, like one
 * that never registered.
 *
 * @param userId the user's ULID
 * @param commandId the id of the accepted command, or {@link #UNKNOWN_COMMAND}
 * @param fingerprint of that command's payload, see {@link RegisterUser#fingerprint()}
 * @param version number of events so far, which is 1
 * @param registeredAt the time of the event
 * @param commandOffset of that command in its partition of {@code user-commands}; readers
 * of the read model can wait for it
 */
public record Registration(@JsonProperty("user_id") String userId, @JsonProperty("command_id") String commandId,
		@JsonProperty("fingerprint") String fingerprint, @JsonProperty("version") long version,
		@JsonProperty("registered_at") Instant registeredAt, @JsonProperty("command_offset") long commandOffset) {

	/** The id of no command that the {@link CommandRules} admit. */
	static final String UNKNOWN_COMMAND = "";

	public Registration {
		Objects.requireNonNull(userId, "user_id is missing");
		Objects.requireNonNull(commandId, "command_id is missing");
		Objects.requireNonNull(fingerprint, "fingerprint is missing");
		Objects.requireNonNull(registeredAt, "registered_at is missing");
	}

}
