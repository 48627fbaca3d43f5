/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

/**
 * A record of {@code user-commands} can never be decided, because of its content.
 */
final class UndecidableCommandException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param reason without content of the record, which may be personal data
	 */
	UndecidableCommandException(String reason) {
		// Without a stack trace: the reason says everything, and a flood of such records
		// stays cheap.
		super(reason, null, false, false);
	}

}
