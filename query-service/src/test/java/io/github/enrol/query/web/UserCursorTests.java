/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import io.github.enrol.query.readmodel.UserFilter;
import io.github.enrol.query.readmodel.UserPlace;
import io.github.enrol.query.readmodel.UserView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UserCursorTests {

	private static final UserView ANN = new UserView("01KAS9ZC5XQH0V3T6J8M2N4P7R", "Ann. Ä 😀", "ann@example.com",
			LocalDateTime.parse("2026-11-23T21:30:00.005"));

	private static final UserFilter BY_NAME = filter("ann", null, null);

	private static final UserFilter BY_TIME = filter(null, "2026-01-01T00:00:00Z", null);

	static List<UserFilter> filters() {
		return List.of(UserFilter.ALL, BY_NAME, BY_TIME, filter("Ann", null, null),
				filter("ann", "2026-01-01T00:00:00Z", null), filter(null, null, "2026-01-01T00:00:00Z"));
	}

	@ParameterizedTest
	@MethodSource("filters")
	void textNeedsNoEscapingAndRoundTrips(UserFilter filter) {
		UserCursor cursor = UserCursor.at(ANN, filter);
		assertThat(cursor.encode()).matches("[A-Za-z0-9_-]+");
		assertThat(UserCursor.decode(cursor.encode())).contains(cursor);
	}

	@ParameterizedTest
	@MethodSource("filters")
	void isAPlaceInTheListOfItsFilterAlone(UserFilter filter) {
		assertThat(filters()).filteredOn(UserCursor.at(ANN, filter)::isOf).containsExactly(filter);
	}

	/**
	 * Links may be older than the version that reads them.
	 */
	@Test
	void versionsAreFrozen() {
		assertThat(UserCursor.decode("MS4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug"))
			.contains(UserCursor.at(ANN, UserFilter.ALL));
		assertThat(UserCursor.at(ANN, BY_NAME).encode())
			.isEqualTo(text("2.3de75a78.01KAS9ZC5XQH0V3T6J8M2N4P7R.Ann. Ä 😀"));
		assertThat(UserCursor.at(ANN, BY_TIME).encode())
			.isEqualTo(text("2.4af678d8.01KAS9ZC5XQH0V3T6J8M2N4P7R.2026-11-23T21:30:00.005"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "=", "MS4", "MS4xLjE", "01KAS9ZC5XQH0V3T6J8M2N4P7R",
			"Mi4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug", "MS44MUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug", "%00", "ä", "_w",
			"Mi4wMDAwMDAwMC54LkFubg" })
	void invalidTextIsNoCursor(String text) {
		assertThat(UserCursor.decode(text)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "10000-01-01T00:00:00", "+999999999-12-31T23:59:59", "1969-12-31T23:59:59.999" })
	void aTimeThatNoUserHasIsNoPlace(String key) {
		String list = UserCursor.at(ANN, BY_TIME).list();
		assertThat(new UserCursor(list, new UserPlace(key, ANN.id())).isOf(BY_TIME)).isFalse();
	}

	@Test
	void aNameThatNoUserHasIsNoPlace() {
		String list = UserCursor.at(ANN, BY_NAME).list();
		assertThat(new UserCursor(list, new UserPlace("a".repeat(101), ANN.id())).isOf(BY_NAME)).isFalse();
	}

	private static UserFilter filter(@Nullable String name, @Nullable String after, @Nullable String before) {
		return new UserFilter(Optional.empty(), Optional.ofNullable(name),
				Optional.ofNullable(after).map(Instant::parse), Optional.ofNullable(before).map(Instant::parse));
	}

	private static String text(String decoded) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(decoded.getBytes(StandardCharsets.UTF_8));
	}

}
