/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

/**
 * Delivers replies to requests of the same process, without Kafka (ADR 14).
 */
@FunctionalInterface
public interface LocalReplies {

	/**
	 * Delivers the reply if the command came from this process.
	 * @param correlationId of the command
	 * @return whether the command came from this process; then no other process waits for
	 * the reply
	 */
	boolean handOver(byte[] correlationId, RegistrationReply reply);

}
