/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which database failures are due to the row.
 */
class UsersTableTests {

	@Test
	void charactersThatAColumnCannotHoldAreDueToTheRow() {
		assertThat(UsersTable.translated(failure(1366))).isInstanceOf(DataIntegrityViolationException.class);
	}

	@Test
	void otherFailuresWithoutAnSqlStateAreNot() {
		UncategorizedSQLException failure = failure(1290);
		assertThat(UsersTable.translated(failure)).isSameAs(failure);
	}

	private static UncategorizedSQLException failure(int code) {
		return new UncategorizedSQLException("insert", "INSERT", new SQLException("refused", "HY000", code));
	}

}
