/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.enrol.events.UserRegistered;

/**
 * Users put into a table by hand, as fast as one connection can: one statement with many
 * rows that the server has prepared, one commit for each, in the order of the primary
 * key.
 */
final class Rows {

	/** How many rows are in one statement. */
	static final int BATCH = 2_500;

	private Rows() {
	}

	/**
	 * Fills a table.
	 * @param args JDBC URL, number of the first user, number of users, how many to leave
	 * between two, so that several connections can share the work
	 */
	public static void main(String[] args) throws SQLException {
		insert(args[0], Long.parseLong(args[1]), Long.parseLong(args[2]), Integer.parseInt(args[3]));
	}

	/**
	 * Sees to it that there are so many rows at least, other than those that others
	 * wrote.
	 */
	static void fill(Database database, long count) {
		long there = database.sql().sql("SELECT COUNT(*) FROM users").query(Long.class).single();
		if (there < count) {
			System.out.println("  " + (count - there) + " rows for " + database.name());
			try {
				insert(database.jdbcUrl(), there, count - there, 1);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	static void insert(String jdbcUrl, long from, long count, int step) throws SQLException {
		insert(jdbcUrl,
				LongStream.rangeClosed(0, (count - 1) / BATCH)
					.mapToObj((batch) -> LongStream.range(batch * BATCH, Math.min(count, (batch + 1) * BATCH))
						.mapToObj((i) -> TestUser.number(from + i * step).event())
						.toList())
					.iterator());
	}

	/**
	 * Inserts users, a batch in one statement.
	 * @param batches of {@link #BATCH} users, only the last may be smaller
	 */
	static void insert(String jdbcUrl, Iterator<List<UserRegistered>> batches) throws SQLException {
		try (Connection connection = DriverManager.getConnection(jdbcUrl + "&useServerPrepStmts=true",
				Database.USERNAME, Database.USERNAME)) {
			connection.setAutoCommit(false);
			try (PreparedStatement full = connection.prepareStatement(statement("INSERT", BATCH))) {
				while (batches.hasNext()) {
					List<UserRegistered> users = batches.next();
					if (users.size() == BATCH) {
						insert(full, users);
					}
					else {
						try (PreparedStatement last = connection.prepareStatement(statement("INSERT", users.size()))) {
							insert(last, users);
						}
					}
					connection.commit();
				}
			}
		}
	}

	/**
	 * A statement for that many users.
	 * @param insert also {@code INSERT IGNORE}
	 */
	static String statement(String insert, int rows) {
		return insert + " INTO users (id, name, email, email_key, created_at) VALUES "
				+ Stream.generate(() -> "(?,?,?,?,?)").limit(rows).collect(Collectors.joining(","));
	}

	static void insert(PreparedStatement statement, List<UserRegistered> users) throws SQLException {
		int parameter = 0;
		for (UserRegistered user : users) {
			statement.setString(++parameter, user.userId());
			statement.setString(++parameter, user.username());
			statement.setString(++parameter, user.email());
			// Those of the benchmarks are normalised.
			statement.setString(++parameter, user.email());
			statement.setObject(++parameter, LocalDateTime.ofInstant(user.registeredAt(), ZoneOffset.UTC));
		}
		statement.executeUpdate();
	}

}
