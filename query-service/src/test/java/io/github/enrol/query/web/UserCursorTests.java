/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import io.github.enrol.events.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UserCursorTests {

	private static final UserId ID = new UserId("01KAS9ZC5XQH0V3T6J8M2N4P7R");

	@Test
	void textNeedsNoEscapingAndRoundTrips() {
		String text = new UserCursor(ID).encode();
		assertThat(text).matches("[A-Za-z0-9_-]+");
		assertThat(UserCursor.decode(text)).contains(new UserCursor(ID));
	}

	@Test
	void versionIsFrozen() {
		assertThat(UserCursor.decode("MS4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug")).contains(new UserCursor(ID));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "=", "MS4", "MS4xLjE", "01KAS9ZC5XQH0V3T6J8M2N4P7R",
			"Mi4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug", "MS44MUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug", "%00", "ä" })
	void invalidTextIsNoCursor(String text) {
		assertThat(UserCursor.decode(text)).isEmpty();
	}

}
