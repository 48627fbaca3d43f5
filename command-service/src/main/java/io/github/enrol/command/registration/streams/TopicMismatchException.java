/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.CommandRecords;

/**
 * The topics are such that the service must not run on them.
 */
final class TopicMismatchException extends RuntimeException {

	TopicMismatchException(int commands, int events) {
		super("The topic " + CommandRecords.COMMANDS_TOPIC + " has " + commands + " partitions and user-events has "
				+ events + ". They must have the same number, because partition p of the events holds"
				+ " what was decided in partition p of the commands.");
	}

}
