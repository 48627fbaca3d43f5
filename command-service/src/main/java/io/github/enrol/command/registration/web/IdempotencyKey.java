/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.util.List;
import java.util.regex.Pattern;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The header {@value #HEADER} (draft-ietf-httpapi-idempotency-key-header). The draft has
 * it quoted, as a String of RFC 9651; many clients send it bare, and both mean the same
 * key.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters or spaces
 */
public record IdempotencyKey(String value) {

	public static final String HEADER = "Idempotency-Key";

	static final int MAX_LENGTH = 255;

	private static final Pattern QUOTED = Pattern.compile("\"(?:[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\])+\"");

	private static final Pattern BARE = Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]+");

	/**
	 * The key that the caller sent, or a new one if there is none.
	 * @param header the header's values
	 * @throws Problem if there are several or it is not a valid key
	 */
	public static IdempotencyKey of(@Nullable List<String> header) {
		if (header == null || header.isEmpty()) {
			return new IdempotencyKey(UlidCreator.getMonotonicUlid().toString());
		}
		if (header.size() > 1) {
			throw invalid("must be sent once");
		}
		String text = header.get(0).strip();
		// Before a pattern sees it, whose groups take stack; each character may be
		// escaped.
		if (text.length() > 2 * MAX_LENGTH + 2) {
			throw tooLong();
		}
		String key = text;
		if (QUOTED.matcher(text).matches()) {
			key = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
		}
		else if (!BARE.matcher(text).matches()) {
			throw invalid("must be a string of visible ASCII characters, best in double quotes");
		}
		if (key.length() > MAX_LENGTH) {
			throw tooLong();
		}
		return new IdempotencyKey(key);
	}

	/**
	 * The key of one line of the import that has this key. The same line gets the same
	 * one again; another payload gets another.
	 */
	public IdempotencyKey of(RegistrationRequest line) {
		return new IdempotencyKey(RegisterUser.fingerprint(this.value, line.username(), line.email().typed()));
	}

	/**
	 * As the draft has it on the wire.
	 */
	public String quoted() {
		return '"' + this.value.replaceAll("([\"\\\\])", "\\\\$1") + '"';
	}

	private static Problem tooLong() {
		return invalid("must be at most " + MAX_LENGTH + " characters long");
	}

	private static Problem invalid(String detail) {
		return Problem.invalid(List.of(InvalidValue.inHeader(HEADER, detail)));
	}

}
