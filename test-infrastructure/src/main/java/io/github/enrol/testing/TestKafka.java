/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

/**
 * A running Kafka broker. Topics are not created by themselves.
 */
public interface TestKafka extends AutoCloseable {

	String bootstrapServers();

	/**
	 * Takes the broker away: clients find nobody at its address.
	 */
	void stop();

	/**
	 * Brings it back at the same address and with its data; returns when it answers.
	 */
	void start();

	@Override
	void close();

}
