/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.Timestamps;
import io.github.enrol.events.UserId;
import io.github.enrol.events.UserName;
import org.jspecify.annotations.Nullable;

/**
 * What every record must satisfy before it is decided, whatever wrote it (ADR 15): an
 * address has exactly one key, and the event can be published and shown. Records of this
 * service always comply, but others write to {@code user-commands} too.
 * <p>
 * Like the {@link RegistrationDecider}, these rules are a pure function of the log:
 * changing them changes outcomes (invariant I5).
 */
public final class CommandRules {

	/** As in {@code Idempotency-Key}. */
	private static final Pattern COMMAND_ID = Pattern.compile("[\\x20-\\x7E]{1,255}");

	private CommandRules() {
	}

	/**
	 * Returns what prevents a record from being decided.
	 * @param key the record's key
	 * @param timestamp the record's timestamp, already checked by the broker against its
	 * clock
	 * @return a phrase without content of the record, which may be personal data; null if
	 * the command can be decided
	 */
	public static @Nullable String flaw(String key, UserCommand command, Instant timestamp) {
		if (!COMMAND_ID.matcher(command.commandId()).matches()) {
			return "command_id must have 1 to 255 visible ASCII characters or spaces";
		}
		if (!UserId.isCanonical(command.userId())) {
			return "user_id must be a ULID in upper case";
		}
		String flaw = textFlaw(key, command);
		String time = (command instanceof EraseUser) ? "erased_at" : "registered_at";
		return (flaw != null) ? flaw : timeFlaw(time, command.requestedAt(), timestamp);
	}

	private static @Nullable String textFlaw(String key, UserCommand command) {
		AtomicReference<@Nullable String> flaw = new AtomicReference<>();
		String username = (command instanceof RegisterUser registration) ? registration.username() : null;
		Optional<UserName> name = (username != null) ? UserName.read(username, flawOf("username", flaw))
				: Optional.empty();
		Optional<EmailAddress> address = EmailAddress.read(command.email(), flawOf("email", flaw));
		if (flaw.get() != null || address.isEmpty()) {
			return flaw.get();
		}
		boolean trimmed = name.map((one) -> one.value().equals(username)).orElse(true)
				&& address.get().typed().equals(command.email());
		if (!trimmed) {
			return "username and email must have no white space around them";
		}
		return address.get().key().equals(key) ? null : "the key must be the normalised email";
	}

	private static Consumer<String> flawOf(String property, AtomicReference<@Nullable String> flaw) {
		return (phrase) -> flaw.set(property + " " + phrase);
	}

	private static @Nullable String timeFlaw(String name, Instant time, Instant timestamp) {
		if (!Timestamps.isInRange(time)) {
			return name + " must be between " + Timestamps.MIN + " and " + Timestamps.MAX;
		}
		if (time.getNano() % 1_000_000 != 0) {
			return name + " must be in whole milliseconds";
		}
		// This time becomes the event's timestamp: what the broker accepted for the
		// command it accepts for the event too.
		return time.isAfter(timestamp) ? name + " must not be later than the timestamp of the record" : null;
	}

}
