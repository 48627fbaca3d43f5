/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

/**
 * The way of a reply to a request of the same process, which needs no Kafka (ADR 14).
 */
@FunctionalInterface
public interface LocalReplies {

	/**
	 * Hands the reply over if this process asked.
	 * @param correlationId of the command
	 * @return whether it did; then nobody else waits for the reply
	 */
	boolean handOver(byte[] correlationId, RegistrationReply reply);

}
