/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import javax.sql.DataSource;

import io.github.enrol.http.database.SchemaLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The right to rebuild: a named lock held by one database session, across all instances.
 * The database releases it when that session's instance dies.
 */
final class RebuildLock implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RebuildLock.class);

	private final SingleConnectionDataSource session;

	private final String name;

	private RebuildLock(SingleConnectionDataSource session) {
		this.session = session;
		String schema = session().sql("SELECT DATABASE()").query(String.class).single();
		this.name = SchemaLock.ofRebuild(schema);
	}

	/**
	 * Takes the lock with a connection of the pool.
	 * @return {@code null} if another session holds it
	 */
	static @Nullable RebuildLock tryTake(DataSource pool) {
		SingleConnectionDataSource session = new SingleConnectionDataSource(DataSourceUtils.getConnection(pool), true);
		boolean taken = false;
		try {
			RebuildLock lock = new RebuildLock(session);
			taken = lock.call("SELECT GET_LOCK(?, 0)");
			return taken ? lock : null;
		}
		finally {
			if (!taken) {
				session.destroy();
			}
		}
	}

	/**
	 * Returns the session that holds the lock. Its statements fail once the lock is lost.
	 */
	JdbcClient session() {
		return JdbcClient.create(this.session);
	}

	private boolean call(String function) {
		return session().sql(function).param(this.name).query(Integer.class).optional().orElse(0) == 1;
	}

	@Override
	public void close() {
		try {
			call("SELECT RELEASE_LOCK(?)");
		}
		catch (RuntimeException ex) {
			logger.debug("The session has ended, and its lock with it", ex);
		}
		this.session.destroy();
	}

}
