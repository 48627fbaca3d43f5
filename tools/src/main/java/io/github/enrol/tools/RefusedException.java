/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

/**
 * A command is not carried out. The message is a sentence for the operator, without
 * content of records.
 */
final class RefusedException extends RuntimeException {

	RefusedException(String message) {
		super(message);
	}

}
