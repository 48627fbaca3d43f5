/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

import io.github.enrol.testing.TestDatabase.Schema;

/**
 * The database accounts of the services, with the rights that operators give them.
 */
public enum Account {

	/** Creates and exchanges the tables. */
	MIGRATION,

	/** Fills them. */
	PROJECTOR,

	/** Reads them. */
	QUERY;

	/** A demand of connections. */
	public static final String ENCRYPTED = " REQUIRE SSL";

	private static final String SCRIPT = "deploy/mysql-accounts.sh";

	public String username() {
		return "enrol_" + name().toLowerCase(Locale.ROOT);
	}

	/** One for all, with characters that have to be quoted. */
	public static String password() {
		return "it's a \\ \"test\" & $more";
	}

	/**
	 * Returns the properties by which the projector-service uses its accounts.
	 */
	public static Map<String, String> ofProjector(String jdbcUrl) {
		return Map.of("spring.datasource.url", jdbcUrl, "spring.datasource.username", PROJECTOR.username(),
				"spring.datasource.password", password(), "spring.flyway.user", MIGRATION.username(),
				"spring.flyway.password", password());
	}

	/**
	 * Returns the properties by which the query-service uses its account.
	 */
	public static Map<String, String> ofQueryService(String jdbcUrl) {
		return Map.of("spring.datasource.url", jdbcUrl, "spring.datasource.username", QUERY.username(),
				"spring.datasource.password", password());
	}

	/**
	 * Gives all accounts their rights to a schema, by the operators' script.
	 */
	public static Schema createAll(Schema schema) {
		return createAll(schema, "");
	}

	/**
	 * Also demands something of their connections.
	 * @param demand such as {@link #ENCRYPTED}
	 */
	public static Schema createAll(Schema schema, String demand) {
		try (Connection connection = DriverManager.getConnection(schema.jdbcUrl(), schema.username(),
				schema.password()); Statement statement = connection.createStatement()) {
			for (String sql : statements(connection.getCatalog()).split(";\n")) {
				statement.execute(sql.startsWith("ALTER USER") ? sql + demand : sql);
			}
			return schema;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The accounts cannot be created", ex);
		}
	}

	private static String statements(String schema) {
		ProcessBuilder script = new ProcessBuilder("bash", SCRIPT);
		script.directory(EmbeddedBackend.project().toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
		script.environment().put("MYSQL_DATABASE", schema);
		for (Account account : values()) {
			script.environment().put("ENROL_" + account + "_PASSWORD", password());
		}
		try {
			return new String(script.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(SCRIPT + " cannot be run", ex);
		}
	}

}
