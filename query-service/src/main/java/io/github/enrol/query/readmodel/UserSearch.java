/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads pages of the users that a filter selects, located by key like those of
 * {@link UserPages}. Their total is known only if all are on one page: counting would
 * read them all.
 */
@Component
public class UserSearch {

	/**
	 * Users that are sorted rather than passed over in the order of the names. They are
	 * counted for each page; in a model of two million, a page of those of more times is
	 * found among some 80,000 names.
	 */
	static final int FEW = 500;

	private final JdbcClient jdbc;

	UserSearch(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Returns the first page, which with an address is the only one.
	 */
	public UserPage first(UserFilter filter, int size) {
		if (filter.email().isPresent()) {
			FoundUsers found = find(SearchStatement.withEmail(filter));
			return new UserPage(found.users(), found.total(), null, false, false);
		}
		FoundUsers found = find(filter, Optional.empty(), true, size + 1);
		boolean more = found.hasMoreThan(size);
		return new UserPage(found.first(size), more ? null : (long) found.users().size(), found.version(), false, more);
	}

	/**
	 * Returns the page after a user, who is on the previous page and need not be looked
	 * up.
	 */
	public UserPage after(UserFilter filter, UserPlace place, int size) {
		FoundUsers found = find(filter, Optional.of(place), true, size + 1);
		return new UserPage(found.first(size), null, found.version(), !found.users().isEmpty(),
				found.hasMoreThan(size));
	}

	/**
	 * Returns the page before a user, who is on the next page.
	 */
	public UserPage before(UserFilter filter, UserPlace place, int size) {
		FoundUsers found = find(filter, Optional.of(place), false, size + 1);
		List<UserView> page = new ArrayList<>(found.first(size));
		Collections.reverse(page);
		return new UserPage(page, null, found.version(), found.hasMoreThan(size), !found.users().isEmpty());
	}

	private FoundUsers find(UserFilter filter, Optional<UserPlace> from, boolean forwards, int limit) {
		boolean few = filter.namePrefix().isPresent() && filter.hasTimes() && count(filter) <= FEW;
		return find(SearchStatement.page(filter, few, from, forwards, limit));
	}

	private int count(UserFilter filter) {
		SearchStatement statement = SearchStatement.count(filter, FEW + 1);
		return this.jdbc.sql(statement.sql()).params(statement.parameters()).query(Integer.class).single();
	}

	private FoundUsers find(SearchStatement statement) {
		return this.jdbc.sql(statement.sql()).params(statement.parameters()).query(FoundUsers::of);
	}

}
