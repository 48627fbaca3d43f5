/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

/**
 * A running database server, shared by all tests of a JVM. Each test uses its own schema,
 * and a test that stops the server starts it again.
 */
public interface TestDatabase {

	/**
	 * Creates a new, empty schema, to which each {@link Account} has its rights.
	 */
	Schema createSchema();

	/**
	 * Stops the server: connections to its address are refused.
	 */
	void stop();

	/**
	 * Restarts it at the same address with its data; returns when it answers.
	 */
	void start();

	/**
	 * What a client needs to connect.
	 *
	 * @param jdbcUrl the schema's URL
	 * @param username a user with all privileges, for the test itself
	 * @param password that user's password
	 */
	record Schema(String jdbcUrl, String username, String password) {

	}

}
