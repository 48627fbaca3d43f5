/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import org.apache.kafka.common.config.ConfigException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains in plain words why the service refuses to start.
 */
final class KafkaConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
		return new FailureAnalysis("The clients of Kafka are misconfigured: " + cause.getMessage(),
				"Correct the property, which begins with spring.kafka.", cause);
	}

}
