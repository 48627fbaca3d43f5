/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import io.github.enrol.testing.TestDatabase.Schema;
import org.awaitility.Awaitility;

/**
 * Provides Kafka and the database for integration tests. The tests run alike on either
 * backend; the output names the chosen one.
 */
public final class Backends {

	private static final String PROPERTY = "enrol.test.backend";

	private static final Backend BACKEND = choose();

	static {
		// Awaitility's ten seconds are too few on a machine that is slow today.
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	private Backends() {
	}

	/**
	 * Starts a new, empty broker, which the caller closes.
	 */
	public static TestKafka newKafka() {
		return BACKEND.newKafka();
	}

	/**
	 * The database server of this JVM, started on first use and stopped with the JVM.
	 */
	public static TestDatabase database() {
		return SharedDatabase.INSTANCE;
	}

	/**
	 * Containers if all is there that they need, else the embedded servers. The system
	 * property {@value #PROPERTY} can demand {@code containers} or {@code embedded}.
	 */
	private static Backend choose() {
		String demanded = System.getProperty(PROPERTY, "");
		Optional<String> obstacle = demanded.equals("embedded") ? Optional.of("demanded by " + PROPERTY)
				: ContainerBackend.obstacle();
		if (demanded.equals("containers") && obstacle.isPresent()) {
			throw new IllegalStateException("No containers for integration tests: " + obstacle.get());
		}
		Backend backend = obstacle.isEmpty() ? new ContainerBackend() : new EmbeddedBackend();
		System.out.println("Integration tests use " + backend + obstacle.map((reason) -> ": " + reason).orElse(""));
		return backend;
	}

	/**
	 * One way to provide servers. Its text completes "Integration tests use …".
	 */
	interface Backend {

		TestKafka newKafka();

		/** The database is stopped with the JVM at the latest. */
		TestDatabase newDatabase();

	}

	private static final class SharedDatabase {

		static final TestDatabase INSTANCE = named(BACKEND.newDatabase());

		private static TestDatabase named(TestDatabase database) {
			Schema schema = database.createSchema();
			try (Connection connection = DriverManager.getConnection(schema.jdbcUrl(), schema.username(),
					schema.password())) {
				DatabaseMetaData server = connection.getMetaData();
				System.out.println("Integration tests use the database " + server.getDatabaseProductVersion());
			}
			catch (SQLException ex) {
				throw new IllegalStateException("The database cannot be used", ex);
			}
			return database;
		}

	}

}
