/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.util.concurrent.CancellationException;

/**
 * A database for the read model: one that is started here, or one that runs already.
 */
public interface Database extends AutoCloseable {

	/**
	 * Checks all that can be checked before anything starts. To be called before
	 * {@link #start()}.
	 * @throws StartException if the database cannot be used
	 */
	void prepare();

	/**
	 * Returns when clients can connect.
	 * @throws StartException if the database cannot be used
	 * @throws CancellationException if {@link #close()} is called meanwhile
	 */
	void start();

	String jdbcUrl();

	String username();

	String password();

	@Override
	void close();

}
