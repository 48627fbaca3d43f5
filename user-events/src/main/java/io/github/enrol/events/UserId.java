/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.Locale;
import java.util.Optional;

/**
 * The id of a user: a ULID of 128 bits, as 26 characters of Crockford's base 32. Later
 * ids are greater, as texts too.
 *
 * @param value its canonical text, in upper case
 */
public record UserId(String value) {

	public static final int LENGTH = 26;

	private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	/**
	 * Accepts only the canonical form, the one that commands and events have.
	 * @throws IllegalArgumentException for any other text
	 */
	public UserId {
		if (!isCanonical(value)) {
			throw new IllegalArgumentException("a user's id is a ULID in upper case");
		}
	}

	/**
	 * Parses an id in either case, as Crockford's base 32 is case-insensitive.
	 * @return empty if no user can have this id
	 */
	public static Optional<UserId> parse(String text) {
		// Of other letters, upper case may be one of these.
		String canonical = CodePoints.areAscii(text) ? text.toUpperCase(Locale.ROOT) : text;
		return isCanonical(canonical) ? Optional.of(new UserId(canonical)) : Optional.empty();
	}

	/**
	 * Returns whether a text is an id in its canonical form. The first character has
	 * three of the 128 bits.
	 */
	public static boolean isCanonical(String text) {
		return text.length() == LENGTH && text.charAt(0) < '8'
				&& text.chars().allMatch((character) -> ALPHABET.indexOf(character) >= 0);
	}

}
