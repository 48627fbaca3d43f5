/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Gives the connections of a pool in the order in which they are asked for. HikariCP
 * gives a free connection to whoever comes first, so that of a thousand requests that
 * wait some are overtaken until their time is over.
 */
final class FairDataSource extends DelegatingDataSource {

	private final HikariDataSource pool;

	private final Semaphore turns;

	FairDataSource(HikariDataSource pool) {
		super(pool);
		this.pool = pool;
		this.turns = new Semaphore(pool.getMaximumPoolSize(), true);
	}

	/**
	 * Returns the approximate number of threads that wait for their turn.
	 */
	int waiting() {
		return this.turns.getQueueLength();
	}

	/**
	 * Waits at most {@code connection-timeout} for its turn, and then as long for a
	 * connection if the database has none.
	 */
	@Override
	public Connection getConnection() throws SQLException {
		awaitTurn();
		try {
			return endingTurn(this.pool.getConnection());
		}
		catch (Throwable ex) {
			this.turns.release();
			throw ex;
		}
	}

	private void awaitTurn() throws SQLException {
		long patience = this.pool.getConnectionTimeout();
		try {
			if (!this.turns.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
				throw new SQLTransientConnectionException("All connections (%d) are in use, and no turn came in %d ms"
					.formatted(this.pool.getMaximumPoolSize(), patience));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLException("Interrupted while waiting for a connection", ex);
		}
	}

	/** However often it is closed, its turn ends once. */
	private Connection endingTurn(Connection connection) {
		AtomicBoolean over = new AtomicBoolean();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
					finally {
						if (method.getName().equals("close") && over.compareAndSet(false, true)) {
							this.turns.release();
						}
					}
				});
	}

}
