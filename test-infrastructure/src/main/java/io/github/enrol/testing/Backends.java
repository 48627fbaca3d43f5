/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

/**
 * Provides Kafka and the database for integration tests. The tests run alike on either
 * backend; the output names the chosen one.
 */
public final class Backends {

	private static final Backend BACKEND = choose();

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

	private static Backend choose() {
		Backend backend = ContainerBackend.isAvailable() ? new ContainerBackend() : new EmbeddedBackend();
		System.out.println("Integration tests use " + backend);
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

		static final TestDatabase INSTANCE = BACKEND.newDatabase();

	}

}
