/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table {@code users}, or the one that replaces it.
 */
final class UsersTable {

	/**
	 * Maximum rows of one statement, a power of two; far below any packet size limit.
	 */
	private static final int ROWS_PER_STATEMENT = 512;

	/** ER_TRUNCATED_WRONG_VALUE_FOR_FIELD. */
	private static final int INCORRECT_STRING_VALUE = 1366;

	private final JdbcTemplate jdbc;

	private final String name;

	UsersTable(JdbcTemplate jdbc, String name) {
		this.jdbc = jdbc;
		this.name = name;
	}

	boolean contains(UserRow row) {
		return !this.jdbc
			.queryForList("SELECT 1 FROM " + this.name + " WHERE id = ? AND email_key = ?", row.id(), row.emailKey())
			.isEmpty();
	}

	/**
	 * Inserts many rows in one statement, which needs no driver that rewrites batches.
	 * Row counts are powers of two: only ten different statements, all parsed by the
	 * database already.
	 * @throws DataIntegrityViolationException if the database refuses the content of a
	 * row
	 */
	void insert(List<UserRow> rows) {
		int count;
		for (int from = 0; from < rows.size(); from += count) {
			count = Math.min(ROWS_PER_STATEMENT, Integer.highestOneBit(rows.size() - from));
			List<UserRow> some = rows.subList(from, from + count);
			String values = String.join(", ", Collections.nCopies(count, "(?, ?, ?, ?, ?, ?, ?)"));
			execute(values, some);
		}
	}

	/**
	 * Removes a user, and remembers the id for those who follow the list. What another
	 * log had at the position is replaced.
	 * @return 1, or 0 if there is no such user
	 */
	int erase(ErasedUser erased) {
		this.jdbc.update("""
				INSERT INTO user_erasures (event_partition, event_offset, user_id, erased_at)
				VALUES (?, ?, ?, ?)
				ON DUPLICATE KEY UPDATE user_id = VALUES(user_id), erased_at = VALUES(erased_at)""",
				erased.record().partition(), erased.record().offset(), erased.id(), erased.erasedAt());
		return this.jdbc.update("DELETE FROM " + this.name + " WHERE id = ? AND email_key = ?", erased.id(),
				erased.emailKey());
	}

	boolean isErased(String id) {
		return !this.jdbc.queryForList("SELECT 1 FROM user_erasures WHERE user_id = ?", id).isEmpty();
	}

	private void execute(String values, List<UserRow> rows) {
		try {
			this.jdbc.update("INSERT INTO " + this.name
					+ " (id, name, email, email_key, created_at, event_partition, event_offset) VALUES " + values,
					(statement) -> bind(statement, rows));
		}
		catch (UncategorizedSQLException ex) {
			throw translated(ex);
		}
	}

	/**
	 * MySQL reports no SQLSTATE for characters that a column cannot hold, so Spring does
	 * not see that a retry would fail as well.
	 */
	static DataAccessException translated(UncategorizedSQLException failure) {
		SQLException cause = failure.getSQLException();
		return (cause != null && cause.getErrorCode() == INCORRECT_STRING_VALUE)
				? new DataIntegrityViolationException("A column cannot hold a value", cause) : failure;
	}

	private static void bind(PreparedStatement statement, List<UserRow> rows) throws SQLException {
		int parameter = 0;
		for (UserRow row : rows) {
			statement.setString(++parameter, row.id());
			statement.setString(++parameter, row.name());
			statement.setString(++parameter, row.email());
			statement.setString(++parameter, row.emailKey());
			statement.setObject(++parameter, row.createdAt());
			statement.setInt(++parameter, row.record().partition());
			statement.setLong(++parameter, row.record().offset());
		}
	}

}
