/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import io.github.enrol.command.registration.UserCommand;
import org.apache.kafka.common.serialization.Serde;

/**
 * The records between a request and its actor: topics and formats. Their bytes are stored
 * in topics and on disk, so golden files pin them.
 */
public final class CommandRecords {

	/** Key: the normalised email address; value: a {@link UserCommand}. */
	public static final String COMMANDS_TOPIC = "user-commands";

	/** Value: a {@link RegistrationReply}. */
	public static final String REPLIES_TOPIC = "user-replies";

	/**
	 * Length of the header {@code kafka_correlationId}, in bytes. A command with another
	 * length gets no reply.
	 */
	public static final int CORRELATION_ID_LENGTH = 2 * Long.BYTES;

	public static final Serde<UserCommand> COMMAND_SERDE = new JsonSerde<>(UserCommand.class);

	public static final Serde<RegistrationReply> REPLY_SERDE = new JsonSerde<>(RegistrationReply.class);

	private CommandRecords() {
	}

}
