/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import io.github.enrol.command.registration.RegistrationDecision.Accepted;
import io.github.enrol.command.registration.RegistrationDecision.Erased;
import io.github.enrol.command.registration.RegistrationDecision.Reason;
import io.github.enrol.command.registration.RegistrationDecision.Rejected;
import io.github.enrol.command.registration.RegistrationDecision.Repeated;
import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserRegistered;
import org.jspecify.annotations.Nullable;

/**
 * The rule that an email address registers once: of several commands for one address, the
 * first in the log wins, and only that one can be repeated. An erasure frees the address:
 * whatever follows in the log finds it as if nobody had ever registered it (ADR 21).
 * <p>
 * Its outcomes are a pure function of the command log (invariant I5). Callers are
 * answered before the outcome is committed, and rely on the same decision being made
 * again after a crash (ADR 1). So there is no clock, no randomness and no configuration
 * here, and changing these rules needs its own ADR.
 */
public final class RegistrationDecider {

	private static final long FIRST_VERSION = 1;

	private RegistrationDecider() {
	}

	/**
	 * Decides a command that satisfies the {@link CommandRules}.
	 * @param state the state of the command's address; null if it is free
	 */
	public static RegistrationDecision decide(UserCommand command, @Nullable Registration state) {
		return (command instanceof EraseUser erasure) ? erase(erasure, state) : register((RegisterUser) command, state);
	}

	/**
	 * A repeated erasure finds another user or none, and there is nothing left by which
	 * to tell it from one of a user who never was.
	 */
	private static RegistrationDecision erase(EraseUser command, @Nullable Registration state) {
		return (state != null && state.userId().equals(command.userId()))
				? new Erased(new UserErased(command.userId(), command.erasedAt()), state.version() + 1)
				: new Rejected(Reason.USER_NOT_FOUND);
	}

	private static RegistrationDecision register(RegisterUser command, @Nullable Registration state) {
		if (state == null) {
			return new Accepted(
					new UserRegistered(command.userId(), command.username(), command.email(), command.registeredAt()));
		}
		if (!state.commandId().equals(command.commandId())) {
			return new Rejected(Reason.EMAIL_ALREADY_REGISTERED);
		}
		if (!state.fingerprint().equals(command.fingerprint())) {
			return new Rejected(Reason.IDEMPOTENCY_KEY_REUSED);
		}
		return new Repeated(state);
	}

	/**
	 * Returns the state after an accepted command; after an erasure there is none.
	 * @param event the resulting event
	 * @param command the accepted command
	 * @param commandOffset the command's offset in its partition
	 */
	public static Registration evolve(UserRegistered event, RegisterUser command, long commandOffset) {
		return new Registration(event.userId(), command.commandId(), command.fingerprint(), FIRST_VERSION,
				event.registeredAt(), commandOffset);
	}

	/**
	 * Returns the state after an event whose command is no longer known. The address is
	 * taken, and nothing repeats the command: whoever tries to is refused like anybody
	 * else.
	 * @param version of the event's aggregate
	 * @param commandOffset the command's offset in its partition, -1 if this cluster has
	 * no such command
	 */
	public static Registration restore(UserRegistered event, long version, long commandOffset) {
		return new Registration(event.userId(), Registration.UNKNOWN_COMMAND,
				RegisterUser.fingerprint(event.username(), event.email()), version, event.registeredAt(),
				commandOffset);
	}

}
