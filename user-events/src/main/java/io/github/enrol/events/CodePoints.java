/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import com.ibm.icu.text.UnicodeSet;

/**
 * Character properties by the Unicode version of ICU4J. The Java runtime's version may
 * differ between instances, which have to agree (ADR 8).
 */
final class CodePoints {

	/** Unicode's {@code White_Space}, complete. */
	static final String WHITE_SPACE = "\t\n\u000B\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
			+ "\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

	private CodePoints() {
	}

	/**
	 * Returns the text without white space at its ends.
	 */
	static String trim(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isWhiteSpace(text.charAt(start))) {
			start++;
		}
		while (start < end && isWhiteSpace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isWhiteSpace(char c) {
		return WHITE_SPACE.indexOf(c) >= 0;
	}

	static boolean areAscii(String text) {
		return text.chars().allMatch((c) -> c < 0x80);
	}

	/**
	 * Returns the characters that show nothing, or nothing that all readers agree on:
	 * controls, formats, white space, default-ignorable code points, private use, lone
	 * surrogates, unassigned code points, and three symbols that are drawn blank.
	 */
	static UnicodeSet invisible() {
		return Invisible.SET;
	}

	/**
	 * Loaded on demand, which for ASCII is never.
	 */
	private static final class Invisible {

		static final UnicodeSet SET = new UnicodeSet(
				"[[:C:][:Z:][:Default_Ignorable_Code_Point:]\\u2800\\U00016FE4\\U0001D159]")
			.freeze();

	}

}
