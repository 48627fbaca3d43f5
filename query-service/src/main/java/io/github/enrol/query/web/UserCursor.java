/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import io.github.enrol.events.UserId;

/**
 * A place between two users in the list of all users. Its text is opaque to clients.
 *
 * @param userId the user next to it
 */
record UserCursor(UserId userId) {

	private static final String VERSION = "1.";

	static Optional<UserCursor> decode(String text) {
		try {
			String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
			return decoded.startsWith(VERSION) ? UserId.parse(decoded.substring(VERSION.length())).map(UserCursor::new)
					: Optional.empty();
		}
		catch (IllegalArgumentException notBase64) {
			return Optional.empty();
		}
	}

	/**
	 * Encodes the cursor for use in a URL.
	 */
	String encode() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((VERSION + this.userId.value()).getBytes(StandardCharsets.ISO_8859_1));
	}

}
