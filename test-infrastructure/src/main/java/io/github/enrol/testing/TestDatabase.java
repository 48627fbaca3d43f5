/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

/**
 * A running database server. It is shared by all tests of a JVM, so each takes a schema
 * of its own, and one that stops the server starts it again.
 */
public interface TestDatabase {

	/**
	 * Creates a new, empty schema.
	 */
	Schema createSchema();

	/**
	 * Takes the server away: clients find nobody at its address.
	 */
	void stop();

	/**
	 * Brings it back at the same address and with its data; returns when it answers.
	 */
	void start();

	/**
	 * What a client needs to connect.
	 *
	 * @param jdbcUrl its URL
	 * @param username who may do everything in it
	 * @param password that user's password
	 */
	record Schema(String jdbcUrl, String username, String password) {

	}

}
