/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a command cannot be told now. The same command, sent again, tells it.
 */
public final class RegistrationUnavailableException extends RuntimeException {

	private final Reason reason;

	public RegistrationUnavailableException(Reason reason, @Nullable Throwable cause) {
		// Without a stack trace: during an outage there is one for each request.
		super("The outcome cannot be told: " + reason, cause, false, false);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * How far the command came.
	 */
	public enum Reason {

		/** As many requests as are allowed wait already; this command was not sent. */
		OVERLOADED,

		/** Kafka is known to be out of reach; this command was not sent. */
		NOT_SENT,

		/** The command may or may not have reached its actor. */
		NO_REPLY

	}

}
