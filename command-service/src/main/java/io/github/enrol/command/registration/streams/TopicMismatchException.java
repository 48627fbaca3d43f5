/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

/**
 * The service must not run with the topics as they are.
 */
final class TopicMismatchException extends RuntimeException {

	private final String remedy;

	TopicMismatchException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
