/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A MySQL or MariaDB that runs already. Nothing but its schema is used.
 */
public final class ExternalDatabase implements Database {

	private final String jdbcUrl;

	private final String username;

	private final String password;

	/**
	 * Creates a database that is used as it is.
	 * @param jdbcUrl of an existing schema, such as
	 * {@code jdbc:mysql://127.0.0.1:3306/enrol}
	 * @param username has the rights to the schema that docs/operations.md lists
	 */
	public ExternalDatabase(String jdbcUrl, String username, String password) {
		this.jdbcUrl = jdbcUrl;
		this.username = username;
		this.password = password;
	}

	@Override
	public void prepare() {
		try (Connection connection = DriverManager.getConnection(this.jdbcUrl, this.username, this.password)) {
			if (connection.getMetaData().getDatabaseProductVersion().startsWith("5.")) {
				throw new StartException(
						"The database at %s cannot be used: it says that it is version 5, as MariaDB 10 does, and would lose milliseconds; use MySQL 8.0, MariaDB 11.0, or a later one."
							.formatted(address()));
			}
		}
		catch (SQLException ex) {
			throw new StartException(
					"The database at %s cannot be used: %s. Check enrol.database, enrol.database-username and enrol.database-password."
						.formatted(address(), reason(ex)),
					ex);
		}
	}

	private static String reason(SQLException ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
	}

	/** Parameters can hold a password. */
	private String address() {
		return this.jdbcUrl.replaceFirst("[?].*", "");
	}

	@Override
	public void start() {
		// It runs already. Another look could wait no longer than the shortest time-out
		// of the services' pools, which HikariCP sets for all of DriverManager.
	}

	@Override
	public String jdbcUrl() {
		return this.jdbcUrl;
	}

	@Override
	public String username() {
		return this.username;
	}

	@Override
	public String password() {
		return this.password;
	}

	@Override
	public void close() {
		// It goes on without us.
	}

	@Override
	public String toString() {
		return address();
	}

}
