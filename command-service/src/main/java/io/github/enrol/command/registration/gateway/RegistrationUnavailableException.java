/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a command is unknown. Sending the same command again reveals it.
 */
public final class RegistrationUnavailableException extends RuntimeException {

	private final Reason reason;

	public RegistrationUnavailableException(Reason reason, @Nullable Throwable cause) {
		// Without a stack trace: an outage throws one per request.
		super("The outcome is unknown: " + reason, cause, false, false);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * How far the command got.
	 */
	public enum Reason {

		/** Too many requests are waiting; this command was not sent. */
		OVERLOADED,

		/** Kafka is known not to take this command now; it was not sent. */
		NOT_SENT,

		/** The command may or may not have reached its actor. */
		NO_REPLY

	}

}
