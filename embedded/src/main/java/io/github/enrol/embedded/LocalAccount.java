/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The account of an embedded database, to which only this machine can connect: one name
 * serves as schema, user and password.
 */
record LocalAccount(int port) {

	static final String NAME = "enrol";

	/**
	 * Creates it. The server executes this at each start, so that the root password is
	 * never needed.
	 */
	static final String SQL = """
			CREATE DATABASE IF NOT EXISTS %1$s;
			CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%1$s';
			GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
			""".formatted(NAME);

	String jdbcUrl(String schema) {
		// MySQL's default authentication needs the second option where there is no TLS.
		return "jdbc:mysql://" + Ports.LOOPBACK + ":" + this.port + "/" + schema
				+ "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
	}

	Connection connect() throws SQLException {
		return DriverManager.getConnection(jdbcUrl(NAME), NAME, NAME);
	}

	String createSchema(String name) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE IF NOT EXISTS `" + name.replace("`", "``") + "`");
			return jdbcUrl(name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The schema " + name + " cannot be created", ex);
		}
	}

}
