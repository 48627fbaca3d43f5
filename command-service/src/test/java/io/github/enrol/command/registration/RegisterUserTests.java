/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class RegisterUserTests {

	private static final String ID = "01KAS3T8R5Y9M2V7QX4ZB6N1CD";

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

	/**
	 * The fingerprint is stored with each registration: another value would refuse every
	 * retry.
	 */
	@Test
	void theFingerprintNeverChanges() {
		assertThat(new RegisterUser("key-1", ID, "Zoë", "Zoe@example.com", NOON).fingerprint())
			.isEqualTo("a217604817d91cf4e61f67bbcbd554bd");
		assertThat(RegisterUser.fingerprint("users-1", "Zoë", "Zoe@example.com"))
			.isEqualTo("42d5ce9cf3cb7180483278a5db21fa6e");
		assertThat(RegisterUser.fingerprint("a")).isEqualTo("ca978112ca1bbdcafac231b39a23dc4d");
	}

	@Test
	void aCommandIsComplete() {
		assertThatNullPointerException().isThrownBy(() -> new RegisterUser(null, ID, "Zoë", "zoe@example.com", NOON))
			.withMessage("command_id is missing");
		assertThatNullPointerException().isThrownBy(() -> new RegisterUser("k", null, "Zoë", "zoe@example.com", NOON))
			.withMessage("user_id is missing");
		assertThatNullPointerException().isThrownBy(() -> new RegisterUser("k", ID, null, "zoe@example.com", NOON))
			.withMessage("username is missing");
		assertThatNullPointerException().isThrownBy(() -> new RegisterUser("k", ID, "Zoë", null, NOON))
			.withMessage("email is missing");
		assertThatNullPointerException().isThrownBy(() -> new RegisterUser("k", ID, "Zoë", "zoe@example.com", null))
			.withMessage("registered_at is missing");
	}

	@Test
	void aStateIsComplete() {
		assertThatNullPointerException().isThrownBy(() -> new Registration(null, "k", "f", 1, NOON, 0))
			.withMessage("user_id is missing");
		assertThatNullPointerException().isThrownBy(() -> new Registration(ID, null, "f", 1, NOON, 0))
			.withMessage("command_id is missing");
		assertThatNullPointerException().isThrownBy(() -> new Registration(ID, "k", null, 1, NOON, 0))
			.withMessage("fingerprint is missing");
		assertThatNullPointerException().isThrownBy(() -> new Registration(ID, "k", "f", 1, null, 0))
			.withMessage("registered_at is missing");
	}

}
