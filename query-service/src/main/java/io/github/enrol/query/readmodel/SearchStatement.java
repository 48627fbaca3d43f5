/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statement that reads a page of the users that a filter selects.
 * <p>
 * An index has the users in the order of the list, and all that decides whether they
 * belong to it, so rows are read for the users of the page only. The index is forced,
 * because statistics can make another plan look cheaper that reads and sorts all users
 * found.
 *
 * @param sql with the columns of {@link FoundUsers}
 */
record SearchStatement(String sql, List<Object> parameters) {

	/**
	 * The first and the last character in the order of names. Names that begin with a
	 * text are between that text with the one and with the other: no character of a
	 * search is a wildcard, and "ss" finds an "ß". Without the first, comparing would pad
	 * the text with spaces, which some characters precede.
	 */
	private static final String FIRST_CHARACTER = "\t";

	private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

	private static final String PAGE = """
			SELECT NULL AS total, version, users.id, name, email, users.created_at
			FROM (SELECT %1$s AS version FROM projection_cursor) AS counted
			LEFT JOIN (SELECT id, %2$s AS place FROM users FORCE INDEX (%3$s) WHERE %4$s
				ORDER BY %2$s %5$s, id %5$s LIMIT ?) AS page ON TRUE
			LEFT JOIN users ON users.id = page.id
			ORDER BY page.place %5$s, page.id %5$s""";

	private static final String COUNT = """
			SELECT COUNT(*) FROM (SELECT id FROM users FORCE INDEX (users_created_at) WHERE""";

	private static final String WITH_EMAIL = """
			SELECT 1 AS total, NULL AS version, id, name, email, created_at FROM users WHERE """;

	/**
	 * Returns the statement for the user with the filter's address, if the other
	 * conditions hold too.
	 */
	static SearchStatement withEmail(UserFilter filter) {
		Conditions conditions = new Conditions();
		conditions.add("email_key = ?", filter.email().orElseThrow().key());
		conditions.add(filter);
		return new SearchStatement(WITH_EMAIL + " " + conditions, conditions.parameters);
	}

	/**
	 * Returns the statement that counts the users of the filter's times, as far as a
	 * limit.
	 */
	static SearchStatement count(UserFilter filter, int limit) {
		Conditions conditions = new Conditions();
		conditions.addTimes(filter);
		conditions.parameters.add(limit);
		return new SearchStatement(COUNT + " " + conditions + " LIMIT ?) AS span", conditions.parameters);
	}

	/**
	 * Returns the statement for users in an order other than that of ids.
	 * @param few whether few users have the filter's times, so that they are found by
	 * these and sorted; by name, all with the name might be read for few
	 * @param from the place where reading starts, exclusive
	 * @param forwards whether to read in the order of the list
	 */
	static SearchStatement page(UserFilter filter, boolean few, Optional<UserPlace> from, boolean forwards, int limit) {
		boolean byName = filter.order() == UserOrder.NAME;
		String key = byName ? "name_key" : "created_at";
		boolean ascending = byName == forwards;
		Conditions conditions = new Conditions();
		conditions.add(filter);
		from.ifPresent((place) -> {
			Object value = byName ? place.key() : LocalDateTime.parse(place.key());
			conditions.add("(%1$s %2$s ? OR (%1$s = ? AND id %2$s ?))".formatted(key, ascending ? ">" : "<"), value,
					value, place.id());
		});
		conditions.parameters.add(limit);
		return new SearchStatement(PAGE.formatted(UserPages.VERSION, key,
				(byName && !few) ? "users_name" : "users_created_at", conditions, ascending ? "ASC" : "DESC"),
				conditions.parameters);
	}

	/**
	 * Conditions that all hold.
	 */
	private static final class Conditions {

		private final List<String> texts = new ArrayList<>();

		private final List<Object> parameters = new ArrayList<>();

		void add(UserFilter filter) {
			filter.namePrefix()
				.ifPresent((prefix) -> add("name_key >= ? AND name_key < ?", prefix + FIRST_CHARACTER,
						prefix + LAST_CHARACTER));
			addTimes(filter);
		}

		void addTimes(UserFilter filter) {
			filter.createdAfter().ifPresent((time) -> add("created_at >= ?", utc(time)));
			filter.createdBefore().ifPresent((time) -> add("created_at < ?", utc(time)));
		}

		void add(String condition, Object... values) {
			this.texts.add(condition);
			this.parameters.addAll(List.of(values));
		}

		private static LocalDateTime utc(Instant time) {
			return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
		}

		@Override
		public String toString() {
			return String.join(" AND ", this.texts);
		}

	}

}
