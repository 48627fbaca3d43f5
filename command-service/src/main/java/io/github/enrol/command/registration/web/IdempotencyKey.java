/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The header {@value #HEADER} (draft-ietf-httpapi-idempotency-key-header). The draft
 * makes it an Item of RFC 9651 whose value is a String; its parameters have no meaning.
 * Many clients send the key without quotes, which means the same key.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters or spaces
 */
public record IdempotencyKey(String value) {

	public static final String HEADER = "Idempotency-Key";

	static final int MAX_LENGTH = 255;

	// The quantifiers are possessive, because Java matches others by recursion: a long
	// header would overflow the stack.
	private static final String CHARACTER = "(?:[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\])";

	/**
	 * A decimal, integer, string, token, byte sequence, boolean, date or display string.
	 */
	private static final String BARE_ITEM = "(?:-?[0-9]{1,12}\\.[0-9]{1,3}|-?[0-9]{1,15}|\"" + CHARACTER + "*+\""
			+ "|[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*+|:[A-Za-z0-9+/=]*+:|\\?[01]|@-?[0-9]{1,15}"
			+ "|%\"(?:[\\x20\\x21\\x23\\x24\\x26-\\x7E]|%[0-9a-f]{2})*+\")";

	private static final String PARAMETER = "(?:; *+[a-z*][a-z0-9_.*-]*+(?:=" + BARE_ITEM + ")?+)";

	private static final Pattern STRING = Pattern.compile("\"(" + CHARACTER + "++)\"" + PARAMETER + "*+");

	private static final Pattern UNQUOTED = Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]++");

	/**
	 * Returns the caller's key, or a new one if the header is missing.
	 * @param header the header's values
	 * @throws Problem if there are several values, or the key is invalid
	 */
	public static IdempotencyKey of(@Nullable List<String> header) {
		if (header == null || header.isEmpty()) {
			return new IdempotencyKey(UlidCreator.getUlid().toString());
		}
		if (header.size() > 1) {
			throw invalid("must be sent once");
		}
		String text = header.get(0).strip();
		Matcher string = STRING.matcher(text);
		if (!string.matches() && !UNQUOTED.matcher(text).matches()) {
			throw invalid("must be a string of visible ASCII characters, best in double quotes");
		}
		String key = string.matches() ? string.group(1).replaceAll("\\\\(.)", "$1") : text;
		if (key.length() > MAX_LENGTH) {
			throw invalid("must be at most " + MAX_LENGTH + " characters long");
		}
		return new IdempotencyKey(key);
	}

	/**
	 * Returns the key of one line of the import with this key: the same for the same
	 * line, different for another payload.
	 */
	public IdempotencyKey of(RegistrationRequest line) {
		return new IdempotencyKey(RegisterUser.fingerprint(this.value, line.username().value(), line.email().typed()));
	}

	/**
	 * Returns the key in quotes, as the draft requires.
	 */
	public String quoted() {
		return '"' + this.value.replaceAll("([\"\\\\])", "\\\\$1") + '"';
	}

	private static Problem invalid(String detail) {
		return Problem.invalid(List.of(InvalidValue.inHeader(HEADER, detail)));
	}

}
