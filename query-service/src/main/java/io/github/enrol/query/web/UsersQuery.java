/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.Optional;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.query.readmodel.UserFilter;
import io.github.enrol.query.readmodel.UserOrder;
import io.github.enrol.query.readmodel.UserPage;
import io.github.enrol.query.readmodel.UserPages;
import io.github.enrol.query.readmodel.UserSearch;

import org.springframework.util.MultiValueMap;

/**
 * A request for a page of users.
 *
 * @param size maximum number of users of the page
 * @param after the page starts after this place
 * @param before the page ends before this place
 * @param filter which users the list has; with an address at most one, without paging
 * @param token how recent the answer must be
 */
record UsersQuery(int size, Optional<UserCursor> after, Optional<UserCursor> before, UserFilter filter,
		Optional<ConsistencyToken> token) {

	static final String SIZE = "size";

	static final String AFTER = "after";

	static final String BEFORE = "before";

	private static final String ANOTHER_LIST = "must be a cursor from a link of the list with these filters";

	private static final int DEFAULT_SIZE = 20;

	static final int MAX_SIZE = 200;

	/**
	 * Parses the query.
	 * @throws Problem if it is invalid
	 */
	static UsersQuery of(MultiValueMap<String, String> given) {
		QueryParameters parameters = new QueryParameters(given);
		UserFilter filter = FilterParameters.read(parameters);
		boolean validFilter = parameters.areValid();
		UsersQuery query = new UsersQuery(
				parameters.read(SIZE, UsersQuery::size, "must be a whole number from 1 to " + MAX_SIZE)
					.orElse(DEFAULT_SIZE),
				parameters.read(AFTER, UserCursor::decode, "must be a cursor from a link of this service"),
				parameters.read(BEFORE, UserCursor::decode, "must be a cursor from a link of this service"), filter,
				parameters.token());
		if (given.containsKey(AFTER) && given.containsKey(BEFORE)) {
			parameters.reject(BEFORE, "must not be given together with " + AFTER);
		}
		if (given.containsKey(FilterParameters.EMAIL) && (given.containsKey(AFTER) || given.containsKey(BEFORE))) {
			parameters.reject(FilterParameters.EMAIL, "must not be given together with a cursor");
		}
		else if (validFilter) {
			query.requireCursorsOfTheList(parameters);
		}
		parameters.check();
		return query;
	}

	private void requireCursorsOfTheList(QueryParameters parameters) {
		this.after.filter((cursor) -> !cursor.isOf(this.filter))
			.ifPresent((cursor) -> parameters.reject(AFTER, ANOTHER_LIST));
		this.before.filter((cursor) -> !cursor.isOf(this.filter))
			.ifPresent((cursor) -> parameters.reject(BEFORE, ANOTHER_LIST));
	}

	private static Optional<Integer> size(String text) {
		// Parsing alone would allow signs and digits of other scripts.
		if (!text.matches("[0-9]{1,3}")) {
			return Optional.empty();
		}
		return Optional.of(Integer.valueOf(text)).filter((size) -> size >= 1 && size <= MAX_SIZE);
	}

	/**
	 * Whether the page is the only one of its list.
	 */
	boolean isLookUp() {
		return this.filter.email().isPresent();
	}

	UserPage find(UserPages pages, UserSearch search) {
		if (this.filter.order() == UserOrder.ID && !isLookUp()) {
			return find(pages);
		}
		if (this.after.isPresent()) {
			return search.after(this.filter, this.after.get().place(), this.size);
		}
		return this.before.map((cursor) -> search.before(this.filter, cursor.place(), this.size))
			.orElseGet(() -> search.first(this.filter, this.size));
	}

	private UserPage find(UserPages pages) {
		if (this.after.isPresent()) {
			return pages.olderThan(this.after.get().place().id(), this.size);
		}
		return this.before.map((cursor) -> pages.newerThan(cursor.place().id(), this.size))
			.orElseGet(() -> pages.newest(this.size));
	}

}
