/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.Optional;
import java.util.function.Consumer;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.query.readmodel.UserPage;
import io.github.enrol.query.readmodel.UserPages;

import org.springframework.util.MultiValueMap;

/**
 * A request for users: a page of all users, or the user with an address.
 *
 * @param size maximum number of users of the page
 * @param after the page starts after this place
 * @param before the page ends before this place
 * @param email the address to look up, without paging
 * @param token how recent the answer must be
 */
record UsersQuery(int size, Optional<UserCursor> after, Optional<UserCursor> before, Optional<EmailAddress> email,
		Optional<ConsistencyToken> token) {

	static final String SIZE = "size";

	static final String AFTER = "after";

	static final String BEFORE = "before";

	static final String EMAIL = "email";

	private static final int DEFAULT_SIZE = 20;

	static final int MAX_SIZE = 200;

	/**
	 * Parses the query.
	 * @throws Problem if it is invalid
	 */
	static UsersQuery of(MultiValueMap<String, String> given) {
		QueryParameters parameters = new QueryParameters(given);
		UsersQuery query = new UsersQuery(
				parameters.read(SIZE, UsersQuery::size, "must be a whole number from 1 to " + MAX_SIZE)
					.orElse(DEFAULT_SIZE),
				parameters.read(AFTER, UserCursor::decode, "must be a cursor from a link of this service"),
				parameters.read(BEFORE, UserCursor::decode, "must be a cursor from a link of this service"),
				parameters.read(EMAIL, Optional::of, "")
					.flatMap((email) -> email(email, (flaw) -> parameters.reject(EMAIL, flaw))),
				parameters.token());
		if (given.containsKey(AFTER) && given.containsKey(BEFORE)) {
			parameters.reject(BEFORE, "must not be given together with " + AFTER);
		}
		if (given.containsKey(EMAIL) && (given.containsKey(AFTER) || given.containsKey(BEFORE))) {
			parameters.reject(EMAIL, "must not be given together with a cursor");
		}
		parameters.check();
		return query;
	}

	/**
	 * Refuses a space even where it would be trimmed: in a query it is more often a plus
	 * sign, which belongs to the address.
	 */
	private static Optional<EmailAddress> email(String text, Consumer<String> flaw) {
		if (text.indexOf(' ') >= 0) {
			flaw.accept("must not contain a space; a plus sign in a URL is written %2B");
			return Optional.empty();
		}
		return EmailAddress.read(text, flaw);
	}

	private static Optional<Integer> size(String text) {
		// Parsing alone would allow signs and digits of other scripts.
		if (!text.matches("[0-9]{1,3}")) {
			return Optional.empty();
		}
		return Optional.of(Integer.valueOf(text)).filter((size) -> size >= 1 && size <= MAX_SIZE);
	}

	UserPage find(UserPages pages) {
		if (this.email.isPresent()) {
			return pages.withEmail(this.email.get().key());
		}
		if (this.after.isPresent()) {
			return pages.olderThan(this.after.get().userId().value(), this.size);
		}
		return this.before.map((cursor) -> pages.newerThan(cursor.userId().value(), this.size))
			.orElseGet(() -> pages.newest(this.size));
	}

}
