/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.util.concurrent.TimeoutException;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

import org.springframework.core.NestedExceptionUtils;

/**
 * What failures of Kafka's clients mean to an operator.
 */
public final class KafkaFailures {

	private static final String UNRESOLVABLE = "No resolvable bootstrap urls";

	private KafkaFailures() {
	}

	/**
	 * Returns the reason in one line, without what differs from one time to the next.
	 */
	public static String reason(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof KafkaUnreachableException) {
			return String.valueOf(cause.getMessage());
		}
		if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
			return "no answer in time";
		}
		String message = (cause.getMessage() != null) ? ": " + cause.getMessage().replaceAll("\\s+", " ") : "";
		return cause.getClass().getSimpleName() + message;
	}

	/**
	 * Returns whether Kafka refuses this service, or cannot be found any more. Trying
	 * again helps once the cause is gone, whatever is tried.
	 */
	public static boolean isOutage(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AuthenticationException || cause instanceof AuthorizationException
					|| cause instanceof KafkaUnreachableException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether no try will succeed before the configuration is changed. A host
	 * name that does not resolve, which Kafka reports alike, may resolve later.
	 */
	public static boolean isMisconfiguration(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConfigException) {
				return !String.valueOf(cause.getMessage()).startsWith(UNRESOLVABLE);
			}
		}
		return false;
	}

}
