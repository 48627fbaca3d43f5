/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to register and its answer. A client that wants to register makes one
 * or more attempts, always with the same name, which no other client uses.
 *
 * @param email as typed
 * @param username identifies the client
 * @param key the {@code Idempotency-Key}, if one was sent
 * @param start when it was sent, in ms since the run began
 * @param end when it was answered, in ms since the run began
 * @param status of the answer; 0 if the connection broke or there was no answer
 * @param userId the {@code user_id} of a 201
 * @param found status of {@code GET Location}, if it was followed; 0 if not
 */
public record Attempt(String email, String username, @Nullable String key, long start, long end, int status,
		@Nullable String userId, int found) {

	static final int REGISTERED = 201;

	static final int REFUSED = 409;

	boolean isUndecided() {
		return this.status == 0 || this.status == 503;
	}

	public Attempt followed(int found) {
		return new Attempt(this.email, this.username, this.key, this.start, this.end, this.status, this.userId, found);
	}

}
