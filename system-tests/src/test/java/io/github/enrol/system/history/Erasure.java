/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

/**
 * One HTTP request to erase a user and its answer. A client erases only whom it has
 * registered, and repeats that until there is an outcome.
 *
 * @param email in any spelling
 * @param status of the answer; 0 if the connection broke or there was no answer
 * @param found status of the link in the answer, if it was followed; 0 if not
 */
public record Erasure(String email, String userId, int status, int found) {

	static final int ERASED = 200;

	static final int NOT_FOUND = 404;

	boolean isUndecided() {
		return this.status == 0 || this.status == 503;
	}

}
