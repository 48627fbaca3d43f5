/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

/**
 * Something outside this program prevents a server from starting. The message is one
 * sentence for the user and can be printed as it is.
 */
public class StartException extends RuntimeException {

	public StartException(String message) {
		super(message);
	}

	public StartException(String message, Throwable cause) {
		super(message, cause);
	}

}
