/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import io.github.enrol.command.registration.RegisterUser;
import org.apache.kafka.common.serialization.Serde;

/**
 * The records that go from a request to its actor and back: their topics and their form.
 * Their bytes are in topics and on disks, so golden files pin them.
 */
public final class CommandRecords {

	/** Key: the normalised email address; value: a {@link RegisterUser}. */
	public static final String COMMANDS_TOPIC = "user-commands";

	/** Value: a {@link RegistrationReply}. */
	public static final String REPLIES_TOPIC = "user-replies";

	/**
	 * Of the header {@code kafka_correlationId}, in bytes. Nobody waits for the reply to
	 * a command with another one.
	 */
	public static final int CORRELATION_ID_LENGTH = 2 * Long.BYTES;

	public static final Serde<RegisterUser> COMMAND_SERDE = new JsonSerde<>(RegisterUser.class);

	public static final Serde<RegistrationReply> REPLY_SERDE = new JsonSerde<>(RegistrationReply.class);

	private CommandRecords() {
	}

}
