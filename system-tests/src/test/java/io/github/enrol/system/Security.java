/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a cluster asks of those who use it, and gives its services for that. By default
 * nothing.
 */
interface Security {

	/** Whether {@code -Dsecured=true}: TLS, accounts with few rights, and tokens. */
	boolean ON = Boolean.getBoolean("secured");

	Security NONE = new Security() {
	};

	/**
	 * Returns what this run was asked for.
	 * @param directory for keys and certificates
	 */
	static Security in(Path directory) {
		return ON ? new Secured(directory) : NONE;
	}

	/**
	 * Returns the settings of a broker, with a listener for the services unless they use
	 * that of the test.
	 * @param port of that listener
	 */
	default Map<String, String> ofBroker(int port) {
		return Map.of();
	}

	/**
	 * Returns the options of the database server.
	 */
	default String[] ofDatabase() {
		return new String[0];
	}

	/**
	 * Returns what the database demands of its accounts' connections.
	 */
	default String ofAccounts() {
		return "";
	}

	/**
	 * Gives the services what they need before they start.
	 * @param bootstrapServers where everything is allowed
	 * @param brokers how many there are
	 */
	default void prepare(String bootstrapServers, int brokers) {
	}

	/**
	 * Returns the properties that a service needs besides.
	 */
	default Map<String, String> ofService(String module) {
		return Map.of();
	}

	/**
	 * Returns the services' URL of the database.
	 */
	default String jdbcUrl(String jdbcUrl) {
		return jdbcUrl;
	}

	/**
	 * Has a request say who sends it.
	 * @param scopes which it needs
	 */
	default HttpRequest.Builder authorize(HttpRequest.Builder request, String scopes) {
		return request;
	}

}
