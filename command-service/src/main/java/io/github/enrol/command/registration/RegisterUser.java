/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The command to register a user under an email address.
 *
 * @param commandId distinguishes a retry from another request: the caller's
 * {@code Idempotency-Key}, or a ULID generated in its place; 1 to 255 characters
 * @param userId the ULID of the new user
 * @param username the name as typed, trimmed
 * @param email the address as typed, trimmed
 * @param registeredAt when the request arrived, in whole milliseconds
 */
public record RegisterUser(@JsonProperty("command_id") String commandId, @JsonProperty("user_id") String userId,
		@JsonProperty("username") String username, @JsonProperty("email") String email,
		@JsonProperty("registered_at") Instant registeredAt) implements UserCommand {

	private static final int FINGERPRINT_BYTES = 16;

	public RegisterUser {
		Objects.requireNonNull(commandId, "command_id is missing");
		Objects.requireNonNull(userId, "user_id is missing");
		Objects.requireNonNull(username, "username is missing");
		Objects.requireNonNull(email, "email is missing");
		Objects.requireNonNull(registeredAt, "registered_at is missing");
	}

	@Override
	public Instant requestedAt() {
		return this.registeredAt;
	}

	/**
	 * A digest of the payload: equal for a retry, different for another payload. It is
	 * stored, so it must never change.
	 * @return the first 128 bits of a SHA-256 digest, in hexadecimal
	 */
	public String fingerprint() {
		return fingerprint(this.username, this.email);
	}

	/**
	 * A digest of a list of texts: equal for the same list, different for any other.
	 * @return the first 128 bits of a SHA-256 digest, in hexadecimal
	 */
	public static String fingerprint(String... texts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (int i = 0; i < texts.length; i++) {
				if (i > 0) {
					// This byte never occurs in UTF-8, so the boundary between texts is
					// unambiguous.
					digest.update((byte) 0xFF);
				}
				digest.update(texts[i].getBytes(StandardCharsets.UTF_8));
			}
			return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
