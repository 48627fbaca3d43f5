/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import org.apache.kafka.common.errors.SerializationException;

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

	/**
	 * A pure function of the record that failed would fail again.
	 */
	static UndecidableCommandException of(RuntimeException failure) {
		// The messages of other exceptions may quote the record.
		String reason = (failure instanceof SerializationException) ? failure.getMessage() : null;
		return new UndecidableCommandException(
				(reason != null) ? reason : "the decision failed with " + failure.getClass().getName());
	}

}
