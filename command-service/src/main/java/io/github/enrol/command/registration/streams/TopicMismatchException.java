/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.enrol.kafka.topics.TopicFinding;

/**
 * The service must not run with the topics as they are.
 */
final class TopicMismatchException extends RuntimeException {

	private final String remedy;

	TopicMismatchException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	/**
	 * For settings of topics.
	 */
	TopicMismatchException(List<TopicFinding> refused) {
		this(joined(refused, TopicFinding::toString),
				joined(refused, (finding) -> finding.remedy("registration.allowed-topic-settings")));
	}

	private static String joined(List<TopicFinding> findings, Function<TopicFinding, String> text) {
		return findings.stream().map(text).collect(Collectors.joining(" "));
	}

	String remedy() {
		return this.remedy;
	}

}
