/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.util.function.Function;

import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserRegistered;

/**
 * The outcome of a {@link UserCommand}. A refusal is an outcome like any other.
 */
public sealed interface RegistrationDecision {

	/**
	 * Applies the function for this case (Java 17 has no {@code switch} over types).
	 */
	<T> T fold(Function<Accepted, T> accepted, Function<Erased, T> erased, Function<Repeated, T> repeated,
			Function<Rejected, T> rejected);

	/**
	 * The address was free and now belongs to this user.
	 *
	 * @param event the resulting event
	 */
	record Accepted(UserRegistered event) implements RegistrationDecision {

		@Override
		public <T> T fold(Function<Accepted, T> accepted, Function<Erased, T> erased, Function<Repeated, T> repeated,
				Function<Rejected, T> rejected) {
			return accepted.apply(this);
		}

	}

	/**
	 * The user is forgotten, and the address is free.
	 *
	 * @param event the resulting event
	 * @param version number of the user's events, this one included
	 */
	record Erased(UserErased event, long version) implements RegistrationDecision {

		@Override
		public <T> T fold(Function<Accepted, T> accepted, Function<Erased, T> erased, Function<Repeated, T> repeated,
				Function<Rejected, T> rejected) {
			return erased.apply(this);
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
		public <T> T fold(Function<Accepted, T> accepted, Function<Erased, T> erased, Function<Repeated, T> repeated,
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
		public <T> T fold(Function<Accepted, T> accepted, Function<Erased, T> erased, Function<Repeated, T> repeated,
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
		IDEMPOTENCY_KEY_REUSED,

		/** No user has the address and the id, or none has them any more. */
		USER_NOT_FOUND

	}

}
