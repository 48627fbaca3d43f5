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
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.github.enrol.events.EmailAddress;
import io.github.enrol.query.ReadModel;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the real database does for each filter, on the first page, at depth, and in both
 * directions: it reads from an index, in order, and not much more than the page.
 */
class SearchPlanIntegrationTests {

	private static final int USERS = 4_000;

	/** For each name and each time there are this many users. */
	private static final int SAME = 400;

	private static final int LIMIT = 21;

	/** A user amid all lists. */
	private static final int DEEP = 1_990;

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static SingleConnectionDataSource connection;

	private static JdbcClient jdbc;

	@BeforeAll
	static void fill() {
		Schema schema = Backends.database().createSchema();
		ReadModel readModel = new ReadModel(schema).createTables();
		readModel.registerAll(IntStream.range(0, USERS).mapToObj(SearchPlanIntegrationTests::user).toList());
		connection = new SingleConnectionDataSource(schema.jdbcUrl(), schema.username(), schema.password(), true);
		jdbc = JdbcClient.create(connection);
		jdbc.sql("ANALYZE TABLE users").query().listOfRows();
	}

	@AfterAll
	static void close() {
		connection.destroy();
	}

	static List<UserFilter> filters() {
		Optional<Instant> first = Optional.of(START);
		Optional<Instant> end = Optional.of(START.plusMillis(USERS));
		List<UserFilter> filters = new ArrayList<>();
		for (Optional<String> name : List.of(Optional.<String>empty(), Optional.of("a"), Optional.of("ann"))) {
			for (Optional<Instant> after : List.of(Optional.<Instant>empty(), first)) {
				for (Optional<Instant> before : List.of(Optional.<Instant>empty(), end)) {
					filters.add(new UserFilter(Optional.empty(), name, after, before));
				}
			}
		}
		filters.remove(UserFilter.ALL);
		return filters;
	}

	@ParameterizedTest
	@MethodSource("filters")
	void anIndexHasTheUsersInOrder(UserFilter filter) {
		UserPlace deep = filter.order().place(user(DEEP));
		for (Optional<UserPlace> from : List.of(Optional.<UserPlace>empty(), Optional.of(deep))) {
			for (boolean forwards : new boolean[] { true, false }) {
				SearchStatement statement = SearchStatement.page(filter, false, from, forwards, LIMIT);
				List<Map<String, Object>> plan = accessesToUsers(statement);
				assertThat(plan).as("%s", plan).hasSize(2);
				assertThat(plan).extracting((access) -> access.get("type") + " " + access.get("key"))
					.containsExactlyInAnyOrder("eq_ref PRIMARY",
							"range " + (filter.namePrefix().isPresent() ? "users_name" : "users_created_at"));
				assertThat(plan).extracting((access) -> String.valueOf(access.get("Extra")))
					.noneMatch((extra) -> extra.contains("filesort") || extra.contains("temporary"))
					.anyMatch((extra) -> extra.contains("Using index"));
				assertThat(rowsRead(statement)).isLessThan(10 * LIMIT);
			}
		}
	}

	/**
	 * Otherwise all 4,000 whose name begins so would be read.
	 */
	@Test
	void ofFewUsersOfATimeOnlyTheseAreRead() {
		UserFilter none = new UserFilter(Optional.empty(), Optional.of("a"), Optional.of(START.plusMillis(USERS)),
				Optional.empty());
		UserSearch search = new UserSearch(jdbc);
		long before = indexReads();
		assertThat(search.first(none, LIMIT).users()).isEmpty();
		assertThat(indexReads() - before).isLessThan(LIMIT);
		List<Map<String, Object>> plan = accessesToUsers(
				SearchStatement.page(none, true, Optional.empty(), true, LIMIT));
		assertThat(plan).extracting((access) -> access.get("type") + " " + access.get("key"))
			.contains("range users_created_at");
	}

	@ParameterizedTest
	@MethodSource("filters")
	void bothWaysToFindANameOfATimeFindTheSame(UserFilter filter) {
		for (Optional<UserPlace> from : List.of(Optional.<UserPlace>empty(),
				Optional.of(filter.order().place(user(DEEP))))) {
			for (boolean forwards : new boolean[] { true, false }) {
				if (filter.hasTimes()) {
					assertThat(find(SearchStatement.page(filter, true, from, forwards, LIMIT)))
						.isEqualTo(find(SearchStatement.page(filter, false, from, forwards, LIMIT)));
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("filters")
	void anAddressIsFoundByItsIndexWhateverElseIsAsked(UserFilter filter) {
		EmailAddress email = EmailAddress.of(user(DEEP).email());
		SearchStatement statement = SearchStatement.withEmail(
				new UserFilter(Optional.of(email), filter.namePrefix(), filter.createdAfter(), filter.createdBefore()));
		assertThat(accessesToUsers(statement)).singleElement()
			.satisfies((access) -> assertThat(access).containsEntry("type", "const")
				.containsEntry("key", "users_email_key"));
		assertThat(rowsRead(statement)).isLessThan(5);
	}

	@Test
	void allUsersAreReadInTheOrderOfTheirIds() {
		UserPages pages = new UserPages(jdbc);
		String deep = user(DEEP).id();
		for (Runnable page : List.<Runnable>of(() -> pages.newest(LIMIT), () -> pages.olderThan(deep, LIMIT),
				() -> pages.newerThan(deep, LIMIT))) {
			long before = indexReads();
			page.run();
			assertThat(indexReads() - before).isLessThan(10 * LIMIT);
		}
	}

	/**
	 * Returns how {@code users} is read. Other rows of the plan are the page itself,
	 * which is sorted once more.
	 */
	private static List<Map<String, Object>> accessesToUsers(SearchStatement statement) {
		return jdbc.sql("EXPLAIN FORMAT=TRADITIONAL " + statement.sql())
			.params(statement.parameters())
			.query()
			.listOfRows()
			.stream()
			.filter((row) -> "users".equals(row.get("table")))
			.toList();
	}

	private static long rowsRead(SearchStatement statement) {
		long before = indexReads();
		List<UserView> found = find(statement);
		long after = indexReads();
		assertThat(found).isNotEmpty();
		return after - before;
	}

	private static List<UserView> find(SearchStatement statement) {
		return jdbc.sql(statement.sql()).params(statement.parameters()).query(FoundUsers::of).users();
	}

	/**
	 * Returns how many entries of indexes this connection has read. A scan of a table is
	 * counted elsewhere, together with the rows of temporary tables.
	 */
	private static long indexReads() {
		return jdbc.sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
			.query((row,
					number) -> row.getString(1).endsWith("_rnd") || row.getString(1).endsWith("_rnd_next")
							|| row.getString(1).endsWith("_rnd_deleted") ? 0L : row.getLong(2))
			.list()
			.stream()
			.mapToLong(Long::longValue)
			.sum();
	}

	/**
	 * In an order of ids that is neither that of names nor of times. All names begin with
	 * an a, half of them with ann.
	 */
	private static UserView user(int number) {
		String name = ((number / SAME % 2 == 0) ? "Ann" : "Älf") + ' ' + number / SAME;
		LocalDateTime createdAt = LocalDateTime.ofInstant(START.plusMillis((number * 7L % USERS) / SAME),
				ZoneOffset.UTC);
		return new UserView(ReadModel.id(number * 13 % USERS), name, "u" + number + "@example.com", createdAt);
	}

}
