/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
	 * One user more than are asked for tells whether there is a further page. The total
	 * comes from the cursor, without counting; it is there without users too.
	 */
	private static final String PAGE = """
			SELECT total, id, name, email, created_at
			FROM (SELECT COALESCE(SUM(users), 0) AS total FROM projection_cursor) AS counted
			LEFT JOIN (SELECT id, name, email, created_at FROM users %s LIMIT ?) AS page ON TRUE
			ORDER BY id %s""";

	private static final String NEWEST = PAGE.formatted("ORDER BY id DESC", "DESC");

	private static final String OLDER = PAGE.formatted("WHERE id < ? ORDER BY id DESC", "DESC");

	private static final String NEWER = PAGE.formatted("WHERE id > ? ORDER BY id", "ASC");

	private static final String WITH_EMAIL = "SELECT 1 AS total, id, name, email, created_at FROM users WHERE email_key = ?";

	private final JdbcClient jdbc;

	UserPages(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public UserPage newest(int size) {
		Found found = find(NEWEST, size + 1);
		return new UserPage(found.first(size), found.total, false, found.hasMoreThan(size));
	}

	/**
	 * The page behind a user, who is on the page before it and need not be looked for.
	 */
	public UserPage olderThan(String id, int size) {
		Found found = find(OLDER, id, size + 1);
		return new UserPage(found.first(size), found.total, !found.users.isEmpty(), found.hasMoreThan(size));
	}

	/**
	 * The page before a user, who is on the page behind it.
	 */
	public UserPage newerThan(String id, int size) {
		Found found = find(NEWER, id, size + 1);
		List<UserView> page = new ArrayList<>(found.first(size));
		Collections.reverse(page);
		return new UserPage(page, found.total, found.hasMoreThan(size), !found.users.isEmpty());
	}

	/**
	 * The user with an address, if there is one.
	 * @param emailKey the normalised address
	 */
	public UserPage withEmail(String emailKey) {
		Found found = find(WITH_EMAIL, emailKey);
		return new UserPage(found.users, found.total, false, false);
	}

	private Found find(String sql, Object... parameters) {
		return this.jdbc.sql(sql).params(parameters).query(Found::of);
	}

	/**
	 * What the statement found.
	 *
	 * @param users from the place on that was asked for, in the direction of the page
	 */
	private record Found(List<UserView> users, long total) {

		static Found of(ResultSet rows) throws SQLException {
			List<UserView> users = new ArrayList<>();
			long total = 0;
			while (rows.next()) {
				total = rows.getLong("total");
				String id = rows.getString("id");
				if (id != null) {
					users.add(new UserView(id, rows.getString("name"), rows.getString("email"),
							rows.getObject("created_at", LocalDateTime.class)));
				}
			}
			return new Found(users, total);
		}

		boolean hasMoreThan(int size) {
			return this.users.size() > size;
		}

		List<UserView> first(int size) {
			return this.users.subList(0, Math.min(size, this.users.size()));
		}

	}

}
