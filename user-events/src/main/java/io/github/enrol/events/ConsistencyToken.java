/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in the history of registrations: "at least as recent as this command". A 201
 * carries one, and the query-service waits for it, so that clients read their own writes.
 * So does the answer to an erasure. Its text is opaque to clients.
 *
 * @param partition the partition of {@code user-commands}, which is also that of the
 * event in {@code user-events}
 * @param offset the command's offset in that partition
 * @param erasure whether the command erased a user: that the user can be read does not
 * mean that the token is reached
 */
public record ConsistencyToken(int partition, long offset, boolean erasure) {

	private static final Pattern TEXT = Pattern.compile("([12])\\.(\\d{1,9})\\.(\\d{1,18})");

	public ConsistencyToken {
		if (partition < 0 || offset < 0) {
			throw new IllegalArgumentException("partition and offset count from 0");
		}
	}

	/**
	 * Creates the token of a registration.
	 */
	public ConsistencyToken(int partition, long offset) {
		this(partition, offset, false);
	}

	/**
	 * Decodes the output of {@link #encode()}.
	 * @return empty for any other text
	 */
	public static Optional<ConsistencyToken> decode(String text) {
		try {
			String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
			Matcher matcher = TEXT.matcher(decoded);
			return matcher.matches() ? Optional.of(new ConsistencyToken(Integer.parseInt(matcher.group(2)),
					Long.parseLong(matcher.group(3)), matcher.group(1).equals("2"))) : Optional.empty();
		}
		catch (IllegalArgumentException notBase64) {
			return Optional.empty();
		}
	}

	/**
	 * Encodes the token for use in a URL.
	 * @return letters, digits, {@code -} and {@code _} only
	 */
	public String encode() {
		String text = (this.erasure ? "2." : "1.") + this.partition + "." + this.offset;
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
