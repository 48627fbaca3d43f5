/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a user: a ULID of 128 bits, as 26 characters of Crockford's base 32. Later
 * ids are greater, as texts too.
 *
 * @param value its canonical text, in upper case
 */
public record UserId(String value) {

	private static final Pattern CANONICAL = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

	private static final Pattern IN_ANY_CASE = Pattern.compile(CANONICAL.pattern(), Pattern.CASE_INSENSITIVE);

	/**
	 * Accepts only the canonical form, the one that commands and events have.
	 * @throws IllegalArgumentException for any other text
	 */
	public UserId {
		if (!CANONICAL.matcher(value).matches()) {
			throw new IllegalArgumentException("a user's id is a ULID in upper case");
		}
	}

	/**
	 * Parses an id in either case, as Crockford's base 32 is case-insensitive.
	 * @return empty if no user can have this id
	 */
	public static Optional<UserId> parse(String text) {
		return IN_ANY_CASE.matcher(text).matches() ? Optional.of(new UserId(text.toUpperCase(Locale.ROOT)))
				: Optional.empty();
	}

}
