/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rule for user names (ADR 8): they are visible and do not disturb the surrounding
 * text. Names are not compared, so they stay as typed.
 *
 * @param value the name as typed, without surrounding white space, 1 to
 * {@value #MAX_LENGTH} characters
 */
public record UserName(String value) {

	/** Maximum length of a name, in characters (Unicode code points). */
	public static final int MAX_LENGTH = 100;

	private static final UnicodeSet CONTROLS = new UnicodeSet("[[:Cc:][:Cs:][:Zl:][:Zp:]]").freeze();

	/**
	 * Characters that no script needs inside a name: those without an agreed meaning, and
	 * formats that neither join letters, nor are drawn, nor set a direction or a flag.
	 */
	private static final UnicodeSet MEANINGLESS = new UnicodeSet("[[:Cn:][:Co:][:Cf:]"
			+ "-[:Join_Control:]-[:Prepended_Concatenation_Mark:]-[:Bidi_Control:]-[\\u180E\\U000E0020-\\U000E007F]]")
		.freeze();

	/**
	 * Characters that comparisons without regard to case and accents may pass over, by
	 * any version of Unicode's collation. The last ones are not by all.
	 */
	private static final UnicodeSet IGNORED = new UnicodeSet("[[:M:][:C:][:Z:][:Default_Ignorable_Code_Point:]"
			+ "\\u06DE\\u0824\\u0828\\u1CD3\\u1CF2\\uFC5E-\\uFC63\\uFCF2-\\uFCF4\\uFE70-\\uFE7F\\uFF9E\\uFF9F]")
		.freeze();

	/**
	 * Parses a name.
	 * @throws IllegalArgumentException if it is invalid, with the phrase of
	 * {@link #read(String, Consumer)}
	 */
	public static UserName of(String input) {
		return read(input, (flaw) -> {
			throw new IllegalArgumentException(flaw);
		}).orElseThrow();
	}

	/**
	 * Parses a name, or reports what is wrong with the text.
	 * @param flaw receives a human-readable phrase that does not repeat the input
	 * @return empty if there is a flaw
	 */
	public static Optional<UserName> read(String input, Consumer<String> flaw) {
		String name = CodePoints.trim(input);
		String found = flaw(name);
		if (found != null) {
			flaw.accept(found);
			return Optional.empty();
		}
		return Optional.of(new UserName(name));
	}

	/**
	 * Parses the beginning of a name, by which users are searched, or reports what is
	 * wrong with the text. A beginning may leave a direction open. It contains something
	 * that counts in comparisons without regard to case and accents: any name would begin
	 * with the rest.
	 * @param flaw receives a human-readable phrase that does not repeat the input
	 * @return the beginning without surrounding white space; empty if there is a flaw
	 */
	public static Optional<String> readPrefix(String input, Consumer<String> flaw) {
		String prefix = CodePoints.trim(input);
		String found = basicFlaw(prefix);
		if (found == null && IGNORED.containsAll(prefix)) {
			found = "must contain more than accents and invisible characters";
		}
		if (found != null) {
			flaw.accept(found);
			return Optional.empty();
		}
		return Optional.of(prefix);
	}

	private static @Nullable String basicFlaw(String name) {
		if (name.isEmpty()) {
			return "must not be blank";
		}
		if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
			return "must be at most " + MAX_LENGTH + " characters long";
		}
		return CONTROLS.containsSome(name) ? "must not contain control characters" : null;
	}

	private static @Nullable String flaw(String name) {
		String basicFlaw = basicFlaw(name);
		if (basicFlaw != null) {
			return basicFlaw;
		}
		if (CodePoints.invisible().containsAll(name)) {
			return "must contain something visible";
		}
		if (MEANINGLESS.containsSome(name)) {
			return "must not contain characters that are invisible or have no agreed meaning";
		}
		return leavesDirection(name) ? null
				: "must close each change of direction that it makes, and must not override directions";
	}

	/**
	 * Returns whether the text after the name keeps its direction: embeddings and
	 * isolates are closed in reverse order of opening (UAX 9). Overrides, which reorder
	 * letters, have no use in a name.
	 */
	private static boolean leavesDirection(String name) {
		Deque<Character> open = new ArrayDeque<>();
		for (char c : name.toCharArray()) {
			switch (c) {
				case '\u202A', '\u202B' -> open.push('\u202C');
				case '\u2066', '\u2067', '\u2068' -> open.push('\u2069');
				case '\u202C', '\u2069' -> {
					if (!Character.valueOf(c).equals(open.poll())) {
						return false;
					}
				}
				case '\u202D', '\u202E' -> {
					return false;
				}
				default -> {
				}
			}
		}
		return open.isEmpty();
	}

}
