/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Instant;

import com.github.f4b6a3.ulid.Ulid;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.events.UserRegistered;

/**
 * One of any number of users, told apart by their numbers: the same number is the same
 * user, wherever and whenever. Later numbers registered later.
 *
 * @param id a ULID
 * @param email also the normalised one
 */
record TestUser(String id, String name, String email, Instant registeredAt) {

	// 2026-01-01, so that whoever registers during a benchmark is newer.
	private static final long FIRST = 1_767_225_600_000L;

	static TestUser number(long number) {
		// A multiplier that scatters the random part, as in real ids.
		Ulid id = new Ulid((FIRST + number) << 16 | (number * 40_503 & 0xFFFF), number * 0x9E3779B97F4A7C15L);
		return new TestUser(id.toString(), "User Number " + number,
				"user-" + Long.toHexString(number * 0x9E3779B97F4A7C15L) + "@example.org",
				Instant.ofEpochMilli(FIRST + number));
	}

	RegisterUser command() {
		return new RegisterUser(this.id, this.id, this.name, this.email, this.registeredAt);
	}

	UserRegistered event() {
		return new UserRegistered(this.id, this.name, this.email, this.registeredAt);
	}

}
