/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a user: a ULID of 128 bits, as 26 characters of Crockford's base 32. Ids made
 * later are greater, as texts too.
 *
 * @param value its canonical text, in upper case
 */
public record UserId(String value) {

	private static final Pattern CANONICAL = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

	private static final Pattern IN_ANY_CASE = Pattern.compile(CANONICAL.pattern(), Pattern.CASE_INSENSITIVE);

	/**
	 * Takes an id in its canonical form, the only one that commands and events have.
	 * @throws IllegalArgumentException for any other text
	 */
	public UserId {
		if (!CANONICAL.matcher(value).matches()) {
			throw new IllegalArgumentException("a user's id is a ULID in upper case");
		}
	}

	/**
	 * Reads an id in upper or lower case, which Crockford's base 32 does not tell apart.
	 * @return empty for what cannot be the id of any user
	 */
	public static Optional<UserId> parse(String text) {
		return IN_ANY_CASE.matcher(text).matches() ? Optional.of(new UserId(text.toUpperCase(Locale.ROOT)))
				: Optional.empty();
	}

}
