/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.util.function.Function;

import io.github.enrol.events.UserRegistered;

/**
 * The outcome of a {@link RegisterUser}. A refusal is an outcome like any other.
 */
public sealed interface RegistrationDecision {

	/**
	 * Applies the function for this case (Java 17 has no {@code switch} over types).
	 */
	<T> T fold(Function<Accepted, T> accepted, Function<Repeated, T> repeated, Function<Rejected, T> rejected);

	/**
	 * The address was free and now belongs to this user.
	 *
	 * @param event the resulting event
	 */
	record Accepted(UserRegistered event) implements RegistrationDecision {

		@Override
		public <T> T fold(Function<Accepted, T> accepted, Function<Repeated, T> repeated,
				Function<Rejected, T> rejected) {
			return accepted.apply(this);
		}

	}

	/**
	 * A retry of the accepted command: nothing changes, and it gets the first answer
	 * again.
	 *
	 * @param first the registration by the first attempt
	 */
	record Repeated(Registration first) implements RegistrationDecision {

		@Override
		public <T> T fold(Function<Accepted, T> accepted, Function<Repeated, T> repeated,
				Function<Rejected, T> rejected) {
			return repeated.apply(this);
		}

	}

	/**
	 * The command is refused; nothing changes.
	 *
	 * @param reason why
	 */
	record Rejected(Reason reason) implements RegistrationDecision {

		@Override
		public <T> T fold(Function<Accepted, T> accepted, Function<Repeated, T> repeated,
				Function<Rejected, T> rejected) {
			return rejected.apply(this);
		}

	}

	/**
	 * Why a command is rejected.
	 */
	enum Reason {

		/** Another command registered the address. */
		EMAIL_ALREADY_REGISTERED,

		/** The id of the accepted command was used again with another payload. */
		IDEMPOTENCY_KEY_REUSED

	}

}
