/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

/**
 * A record of {@code user-commands} cannot be decided because of its content, and could
 * not be at any other time.
 */
final class UndecidableCommandException extends RuntimeException {

	/**
	 * Carries the reason.
	 * @param reason without any content of the record, which may be personal
	 */
	UndecidableCommandException(String reason) {
		// Without a stack trace: the reason says all, and a flood of such records is
		// cheap.
		super(reason, null, false, false);
	}

}
