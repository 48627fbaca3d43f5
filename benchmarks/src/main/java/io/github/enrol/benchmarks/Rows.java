package io.github.enrol.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Users put into a table by hand, as fast as one connection can: one statement with many
 * rows that the server has prepared, one commit for each, in the order of the primary
 * key.
 */
final class Rows {

	private static final int BATCH = 2_500;

	private static final int COLUMNS = 5;

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
		try (Connection connection = DriverManager.getConnection(jdbcUrl + "&useServerPrepStmts=true",
				Database.USERNAME, Database.USERNAME)) {
			connection.setAutoCommit(false);
			try (PreparedStatement full = connection.prepareStatement(statement(BATCH))) {
				long done = 0;
				for (; count - done >= BATCH; done += BATCH) {
					insert(full, from + done * step, BATCH, step);
					connection.commit();
				}
				int rest = (int) (count - done);
				if (rest > 0) {
					try (PreparedStatement last = connection.prepareStatement(statement(rest))) {
						insert(last, from + done * step, rest, step);
						connection.commit();
					}
				}
			}
		}
	}

	private static String statement(int rows) {
		return "INSERT INTO users (id, name, email, email_key, created_at) VALUES "
				+ Stream.generate(() -> "(?,?,?,?,?)").limit(rows).collect(Collectors.joining(","));
	}

	private static void insert(PreparedStatement statement, long from, int rows, int step) throws SQLException {
		int column = 0;
		for (long number : LongStream.range(0, rows).map((i) -> from + i * step).toArray()) {
			TestUser user = TestUser.number(number);
			statement.setString(column + 1, user.id());
			statement.setString(column + 2, user.name());
			statement.setString(column + 3, user.email());
			statement.setString(column + 4, user.email());
			statement.setObject(column + COLUMNS, LocalDateTime.ofInstant(user.registeredAt(), ZoneOffset.UTC));
			column += COLUMNS;
		}
		statement.executeUpdate();
	}

}
