/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads pages of users by descending id. Pages are located by key, never by offset, so a
 * new user moves no other from one page to another. Its place depends on its id: most new
 * users come first, but one whose command waited, or came from a host whose clock is
 * behind, is placed between users that were shown already, and a reader that has passed
 * that place does not see it (ADR 6).
 * <p>
 * A page's users, its total and its neighbours agree, because one statement reads them
 * from one snapshot; a transaction would need more round trips than queries.
 */
@Component
public class UserPages {

	/**
	 * Users only ever arrive with an event, or, if it was a dead letter, as one user
	 * more.
	 */
	static final String VERSION = "CONCAT(COALESCE(SUM(users), 0), '-', COALESCE(SUM(next_offset), 0))";

	/**
	 * Reads one user more than the page has, to find out whether there is a further page.
	 * The total comes from the cursor, without counting; if there are no users, its row
	 * is the only one.
	 */
	private static final String PAGE = """
			SELECT total, version, id, name, email, created_at
			FROM (SELECT COALESCE(SUM(users), 0) AS total, %s AS version FROM projection_cursor) AS counted
			LEFT JOIN (SELECT id, name, email, created_at FROM users %s LIMIT ?) AS page ON TRUE
			ORDER BY id %s""";

	private static final String NEWEST = PAGE.formatted(VERSION, "ORDER BY id DESC", "DESC");

	private static final String OLDER = PAGE.formatted(VERSION, "WHERE id < ? ORDER BY id DESC", "DESC");

	private static final String NEWER = PAGE.formatted(VERSION, "WHERE id > ? ORDER BY id", "ASC");

	private final JdbcClient jdbc;

	UserPages(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Returns the version of all pages: while it stays the same, so does every page.
	 */
	public String version() {
		return this.jdbc.sql("SELECT " + VERSION + " FROM projection_cursor").query(String.class).single();
	}

	public UserPage newest(int size) {
		FoundUsers found = find(NEWEST, size + 1);
		return new UserPage(found.first(size), found.total(), found.version(), false, found.hasMoreThan(size));
	}

	/**
	 * Returns the page after a user, who is on the previous page and need not be looked
	 * up.
	 */
	public UserPage olderThan(String id, int size) {
		FoundUsers found = find(OLDER, id, size + 1);
		return new UserPage(found.first(size), found.total(), found.version(), !found.users().isEmpty(),
				found.hasMoreThan(size));
	}

	/**
	 * Returns the page before a user, who is on the next page.
	 */
	public UserPage newerThan(String id, int size) {
		FoundUsers found = find(NEWER, id, size + 1);
		List<UserView> page = new ArrayList<>(found.first(size));
		Collections.reverse(page);
		return new UserPage(page, found.total(), found.version(), found.hasMoreThan(size), !found.users().isEmpty());
	}

	private FoundUsers find(String sql, Object... parameters) {
		return this.jdbc.sql(sql).params(parameters).query(FoundUsers::of);
	}

}
