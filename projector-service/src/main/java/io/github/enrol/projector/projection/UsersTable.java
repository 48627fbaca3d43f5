package io.github.enrol.projector.projection;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table {@code users}, or one that takes its place.
 */
final class UsersTable {

	/**
	 * The most rows in one statement, a power of two. So many stay far below any limit on
	 * the size of a packet.
	 */
	private static final int ROWS_PER_STATEMENT = 512;

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
	 * Many rows in one statement need no driver that rewrites batches. Their numbers are
	 * powers of two, so that there are only ten statements, which the database has parsed
	 * already.
	 */
	void insert(List<UserRow> rows) {
		int count;
		for (int from = 0; from < rows.size(); from += count) {
			count = Math.min(ROWS_PER_STATEMENT, Integer.highestOneBit(rows.size() - from));
			List<UserRow> some = rows.subList(from, from + count);
			String values = String.join(", ", Collections.nCopies(count, "(?, ?, ?, ?, ?)"));
			this.jdbc.update("INSERT INTO " + this.name + " (id, name, email, email_key, created_at) VALUES " + values,
					(statement) -> bind(statement, some));
		}
	}

	private static void bind(PreparedStatement statement, List<UserRow> rows) throws SQLException {
		int parameter = 0;
		for (UserRow row : rows) {
			statement.setString(++parameter, row.id());
			statement.setString(++parameter, row.name());
			statement.setString(++parameter, row.email());
			statement.setString(++parameter, row.emailKey());
			statement.setObject(++parameter, row.createdAt());
		}
	}

}
