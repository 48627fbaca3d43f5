/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

/**
 * A running Kafka broker. Topics are not created automatically.
 */
public interface TestKafka extends AutoCloseable {

	String bootstrapServers();

	/**
	 * Stops the broker: connections to its address are refused.
	 */
	void stop();

	/**
	 * Restarts it at the same address with its data; returns when it answers.
	 */
	void start();

	@Override
	void close();

}
