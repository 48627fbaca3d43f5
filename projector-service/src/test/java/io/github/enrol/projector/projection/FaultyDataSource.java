/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A real database with a fault at the nth statement that would change something.
 */
final class FaultyDataSource extends DriverManagerDataSource {

	private static final Pattern CHANGE = Pattern.compile(
			"(\\s|--[^\n]*\n)*(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|EXECUTE)\\b.*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private final Fault fault;

	private final int number;

	private final List<Connection> connections = new ArrayList<>();

	private int changes;

	FaultyDataSource(String url, String username, String password, Fault fault, int number) {
		super(url, username, password);
		this.fault = fault;
		this.number = number;
	}

	/**
	 * Whether the fault has happened.
	 */
	boolean hasFailed() {
		return this.changes >= this.number;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		this.connections.add(connection);
		return proxy(Connection.class, connection, null);
	}

	private <T> T proxy(Class<T> type, T target, String sql) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, args) -> {
				String text = (args != null && args.length > 0 && args[0] instanceof String first) ? first : sql;
				if (method.getName().startsWith("execute") && text != null && CHANGE.matcher(text).matches()) {
					strike();
				}
				try {
					Object result = method.invoke(target, args);
					return (result instanceof Statement) ? wrap(method.getReturnType(), result, text) : result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	private <T> Object wrap(Class<T> type, Object statement, String sql) {
		return proxy(type, type.cast(statement), sql);
	}

	private void strike() throws SQLException {
		if (++this.changes == this.number) {
			if (this.fault == Fault.REFUSED) {
				throw new SQLException("CREATE command denied", "42000", 1142);
			}
			for (Connection connection : this.connections) {
				connection.abort(Runnable::run);
			}
			throw new Killed();
		}
	}

	enum Fault {

		/** The process is killed before the statement. */
		KILLED,

		/** The database refuses the statement. */
		REFUSED

	}

	/** An error, which no one handles, as no one handles a kill. */
	static final class Killed extends Error {

	}

}
