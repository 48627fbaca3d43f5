/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

import com.ibm.icu.text.Normalizer2;
import org.jspecify.annotations.Nullable;

/**
 * The part before the {@code @}: RFC 5322's dot-atom with the characters of RFC 6531.
 *
 * @param typed as typed
 * @param mapped its form in the key
 */
record LocalPart(String typed, String mapped) {

	private static final int MAX_OCTETS = 64;

	private static final Pattern ATEXT_AND_DOTS = Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~.[^\\x00-\\x7F\\uFFFD]-]+");

	static LocalPart of(String typed) {
		return new LocalPart(typed, CodePoints.areAscii(typed) ? typed.toLowerCase(Locale.ROOT) : map(typed));
	}

	/**
	 * Returns why it is not a valid local part; null if it is.
	 */
	@Nullable String flaw() {
		if (this.typed.isEmpty()) {
			return "must have a name before the @";
		}
		if (octets(this.typed) > MAX_OCTETS || octets(this.mapped) > MAX_OCTETS) {
			return "must have at most " + MAX_OCTETS + " bytes before the @";
		}
		if (this.mapped.startsWith(".") || this.mapped.endsWith(".") || this.mapped.contains("..")) {
			return "must not have a dot at the start, at the end or twice in a row before the @";
		}
		boolean allowed = ATEXT_AND_DOTS.matcher(this.mapped).matches()
				&& (CodePoints.areAscii(this.typed) || CodePoints.invisible().containsNone(this.typed));
		return allowed ? null : "contains a character that is not allowed before the @";
	}

	/**
	 * Applies the mapping of UTS 46, as for the domain. A final sigma becomes a sigma,
	 * because which of them is the lower case of a capital sigma depends on the following
	 * text.
	 * @return with U+FFFD in place of disallowed characters
	 */
	static String map(String typed) {
		return Mapping.UTS46.normalize(typed).replace('ς', 'σ');
	}

	private static int octets(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	/**
	 * Loaded on demand, which for ASCII is never.
	 */
	private static final class Mapping {

		static final Normalizer2 UTS46 = Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);

	}

}
