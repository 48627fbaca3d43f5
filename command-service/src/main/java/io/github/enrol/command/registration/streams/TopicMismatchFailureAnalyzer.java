/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains in plain words why the service refuses to start.
 */
class TopicMismatchFailureAnalyzer extends AbstractFailureAnalyzer<TopicMismatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TopicMismatchException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
	}

}
