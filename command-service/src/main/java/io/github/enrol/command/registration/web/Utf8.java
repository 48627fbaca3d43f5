/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Strict UTF-8 (RFC 3629): no overlong sequences, no surrogates, nothing beyond U+10FFFF.
 */
final class Utf8 {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private static final char REPLACEMENT = '\uFFFD';

	private Utf8() {
	}

	/**
	 * Returns the text without a leading byte order mark. Malformed bytes become
	 * replacement characters.
	 */
	static String decode(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		return (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	/**
	 * Returns the position, in the decoded text, of the first malformed bytes.
	 * @return -1 if there are none
	 */
	static int firstFlaw(byte[] bytes, String text) {
		if (text.indexOf(REPLACEMENT) < 0) {
			// The common case. A valid text may also contain this character.
			return -1;
		}
		CharBuffer decoded = CharBuffer.allocate(bytes.length);
		boolean flawed = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true).isError();
		boolean marked = decoded.position() > 0 && decoded.get(0) == BYTE_ORDER_MARK;
		return flawed ? decoded.position() - (marked ? 1 : 0) : -1;
	}

	/**
	 * Guesses another encoding from the first bytes of JSON (RFC 4627, 3, and byte order
	 * marks).
	 * @return null if it may be UTF-8, or cannot be guessed
	 */
	static @Nullable String otherEncoding(byte[] bytes) {
		if (begins(bytes, 0xFF, 0xFE, 0, 0) || begins(bytes, 0, 0, 0) || begins(bytes, 0, 0, 0xFE, 0xFF)
				|| begins(bytes, -1, 0, 0, 0)) {
			return "UTF-32";
		}
		return (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF) || begins(bytes, 0) || begins(bytes, -1, 0))
				? "UTF-16" : null;
	}

	/**
	 * Returns whether the bytes begin with the pattern.
	 * @param pattern -1 matches any byte
	 */
	private static boolean begins(byte[] bytes, int... pattern) {
		for (int i = 0; i < pattern.length; i++) {
			if (i == bytes.length || (pattern[i] >= 0 && (bytes[i] & 0xFF) != pattern[i])) {
				return false;
			}
		}
		return true;
	}

}
