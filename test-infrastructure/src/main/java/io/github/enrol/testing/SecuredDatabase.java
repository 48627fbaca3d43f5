/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.nio.file.Path;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.testing.TestDatabase.Schema;

/**
 * A database server that can encrypt, with a certificate for 127.0.0.1 of an authority
 * that no client knows by itself. Always embedded.
 */
public final class SecuredDatabase implements AutoCloseable {

	private final Path directory = EmbeddedBackend.newDirectory("mariadb-tls-");

	private final Certificate certificate = Certificate.create(this.directory);

	private final EmbeddedDatabase database = new EmbeddedDatabase(this.directory,
			EmbeddedBackend.project().resolve("target"), 0)
		.withOptions(this.certificate.databaseOptions());

	/**
	 * Starts it.
	 */
	public SecuredDatabase() {
		this.database.start();
	}

	/**
	 * Creates a new schema, whose accounts have to encrypt.
	 */
	public Schema createSchema() {
		return Account.createAll(
				new Schema(this.database.createSchema("secured"), this.database.username(), this.database.password()),
				Account.ENCRYPTED);
	}

	/**
	 * Returns the part of a URL that makes its authority known.
	 */
	public String trustStore() {
		return this.certificate.databaseTrustStore();
	}

	@Override
	public void close() {
		this.database.close();
		EmbeddedBackend.delete(this.directory);
	}

}
