/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.List;

import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.query.readmodel.UserFilter;
import io.github.enrol.query.readmodel.UserPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UsersQueryTests {

	private static final UserCursor CURSOR = new UserCursor("", new UserPlace("", "01KAS9ZC5XQH0V3T6J8M2N4P7R"));

	@Test
	void asksForTwentyUnlessItSaysOtherwise() {
		UsersQuery query = UsersQuery.of(parameters());
		assertThat(query.size()).isEqualTo(20);
		assertThat(query.after()).isEmpty();
		assertThat(query.before()).isEmpty();
		assertThat(query.filter()).isEqualTo(UserFilter.ALL);
		assertThat(query.token()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 2", "199, 199", "200, 200", "007, 7" })
	void asksForOneToTwoHundred(String text, int size) {
		assertThat(UsersQuery.of(parameters("size", text)).size()).isEqualTo(size);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "201", "999", "1000", "-1", "+1", "1.0", "", " 1", "٥" })
	void asksForNothingElse(String text) {
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> UsersQuery.of(parameters("size", text)))
			.satisfies((problem) -> assertErrors(problem, "size", "must be a whole number from 1 to 200"));
	}

	@Test
	void readsCursorsAddressesAndTokens() {
		assertThat(UsersQuery.of(parameters("after", CURSOR.encode())).after()).contains(CURSOR);
		assertThat(UsersQuery.of(parameters("before", CURSOR.encode())).before()).contains(CURSOR);
		assertThat(UsersQuery.of(parameters("email", "Ada@Example.org")).filter().email().orElseThrow().key())
			.isEqualTo("ada@example.org");
		assertThat(UsersQuery.of(parameters("at", "MS4wLjA")).token()).isPresent();
	}

	@Test
	void saysWhatKeepsATextFromBeingAnAddress() {
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> UsersQuery.of(parameters("email", "")))
			.satisfies((problem) -> assertErrors(problem, "email", "must not be blank"));
	}

	@Test
	void goesIntoOneDirection() {
		assertThatExceptionOfType(Problem.class)
			.isThrownBy(() -> UsersQuery.of(parameters("after", CURSOR.encode(), "before", CURSOR.encode())))
			.satisfies((problem) -> assertErrors(problem, "before", "must not be given together with after"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "after", "before" })
	void doesNotPageTheOneUserWithAnAddress(String direction) {
		assertThatExceptionOfType(Problem.class)
			.isThrownBy(() -> UsersQuery.of(parameters("email", "a@b.example", direction, CURSOR.encode())))
			.satisfies((problem) -> assertErrors(problem, "email", "must not be given together with a cursor"));
	}

	private static void assertErrors(Problem problem, String parameter, String detail) {
		assertThat(problem.getBody().getProperties()).containsEntry("errors",
				List.of(InvalidValue.inParameter(parameter, detail)));
	}

	private static MultiValueMap<String, String> parameters(String... namesAndValues) {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			parameters.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return parameters;
	}

}
