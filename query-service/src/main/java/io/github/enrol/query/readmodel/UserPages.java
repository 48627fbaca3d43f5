package io.github.enrol.query.readmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Turns the pages of the read model. Pages are found by key, never by offset. The users
 * of a page, the total and what is said of its neighbours agree, because one statement
 * reads them, and so from one snapshot: a transaction would need more round trips than
 * there are queries in it.
 * <p>
 * A user that registers meanwhile comes before the pages that were read already, and
 * moves nobody from one page to another.
 */
@Component
public class UserPages {

	/**
	 * The total comes from the cursor, without counting; it is there without users too.
	 */
	private static final String PAGE = """
			SELECT total, %s AS behind, id, name, email, created_at
			FROM (SELECT COALESCE(SUM(users), 0) AS total FROM projection_cursor) AS counted
			LEFT JOIN (SELECT id, name, email, created_at FROM users %s LIMIT :limit) AS page ON TRUE
			ORDER BY id %s""";

	private static final String NEWEST = PAGE.formatted("FALSE", "ORDER BY id DESC", "DESC");

	private static final String OLDER = PAGE.formatted("EXISTS (SELECT 1 FROM users WHERE id >= :id)",
			"WHERE id < :id ORDER BY id DESC", "DESC");

	private static final String NEWER = PAGE.formatted("EXISTS (SELECT 1 FROM users WHERE id <= :id)",
			"WHERE id > :id ORDER BY id", "ASC");

	private final JdbcClient jdbc;

	private final UserViews users;

	UserPages(JdbcClient jdbc, UserViews users) {
		this.jdbc = jdbc;
		this.users = users;
	}

	public UserPage newest(int size) {
		Found found = find(NEWEST, Map.of(), size);
		return new UserPage(found.first(size), found.total, false, found.hasMoreThan(size));
	}

	public UserPage olderThan(String id, int size) {
		Found found = find(OLDER, Map.of("id", id), size);
		return new UserPage(found.first(size), found.total, found.behind, found.hasMoreThan(size));
	}

	public UserPage newerThan(String id, int size) {
		Found found = find(NEWER, Map.of("id", id), size);
		List<UserView> page = new ArrayList<>(found.first(size));
		Collections.reverse(page);
		return new UserPage(page, found.total, found.hasMoreThan(size), found.behind);
	}

	/**
	 * The user with an address, if there is one.
	 * @param emailKey the normalised address
	 */
	public UserPage withEmail(String emailKey) {
		Optional<UserView> found = this.users.findByEmailKey(emailKey);
		return new UserPage(found.stream().toList(), found.isPresent() ? 1 : 0, false, false);
	}

	/**
	 * One more than are asked for tells whether there is a further page.
	 */
	private Found find(String sql, Map<String, ?> parameters, int size) {
		return this.jdbc.sql(sql).params(parameters).param("limit", size + 1).query(Found::of);
	}

	/**
	 * What the statement found.
	 *
	 * @param users from the place on that was asked for, in the direction of the page
	 * @param behind whether there are users on the other side of that place; false if
	 * there are none on this side
	 */
	private record Found(List<UserView> users, long total, boolean behind) {

		static Found of(ResultSet rows) throws SQLException {
			List<UserView> users = new ArrayList<>();
			long total = 0;
			boolean behind = false;
			while (rows.next()) {
				total = rows.getLong("total");
				String id = rows.getString("id");
				if (id != null) {
					behind = rows.getBoolean("behind");
					users.add(new UserView(id, rows.getString("name"), rows.getString("email"),
							rows.getObject("created_at", LocalDateTime.class)));
				}
			}
			return new Found(users, total, behind);
		}

		boolean hasMoreThan(int size) {
			return this.users.size() > size;
		}

		List<UserView> first(int size) {
			return this.users.subList(0, Math.min(size, this.users.size()));
		}

	}

}
