/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.database;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The meaning of failures, with the messages of MySQL 8.0 and 9.7 and of MariaDB.
 */
class DatabaseFailureTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			FUNCTION enrol.MD5 does not exist                               | 42000 | 1305
			SELECT command denied to user 'q'@'h' for table 'users'         | 42000 | 1142
			Access denied for user 'q'@'h' (using password: YES)            | 28000 | 1045
			Table 'enrol.users' doesn't exist                               | 42S02 | 1146
			The MySQL server is running with the --read-only option         | HY000 | 1290
			Lock wait timeout exceeded; try restarting transaction          | HY000 | 1205
			Duplicate entry 'ada@example.org' for key 'users.users_email_key' | 23000 | 1062
			""")
	void whatTheDatabaseAnswersWasReached(String message, String state, int code) {
		DatabaseFailure failure = failure(new SQLException(message, state, code));
		assertThat(failure.isUnreachable()).isFalse();
		assertThat(failure.problem().getStatusCode().value()).isEqualTo(500);
		assertThat(failure.problem().getBody().getDetail()).doesNotContain("reached", "ada@");
		assertThat(failure.reason()).endsWith("SQLState " + state + ", error " + code + (message(failure) ? ")" : ""));
	}

	private static boolean message(DatabaseFailure failure) {
		return failure.reason().equals(failure.message());
	}

	static List<SQLException> unreachable() {
		return List.of(new SQLException("Communications link failure", "08S01"),
				new SQLException("Connection is closed"), new SQLException("Too many connections", "08004", 1040),
				new SQLTransientConnectionException("timed out"), new SQLNonTransientConnectionException("closed"),
				new SQLRecoverableException("lost"), new SQLTimeoutException("too late"));
	}

	@ParameterizedTest
	@MethodSource
	void unreachable(SQLException failure) {
		assertThat(failure(failure).isUnreachable()).isTrue();
		assertThat(failure(failure).problem().getStatusCode().value()).isEqualTo(503);
		assertThat(failure(failure).problem().getBody().getDetail()).isEqualTo("The database cannot be reached.");
	}

	@Test
	void theTimeoutOfAPoolMeansWhatCausedIt() {
		SQLException denied = new SQLException("Access denied for user 'q'@'h'", "28000", 1045);
		DatabaseFailure failure = failure(new SQLTransientConnectionException("timed out after 2000ms", denied));
		assertThat(failure.isUnreachable()).isFalse();
		assertThat(failure.isDenied()).isTrue();
		assertThat(failure.reason()).isEqualTo("Access denied for user 'q'@'h' (SQLState 28000, error 1045)");
	}

	@Test
	void aRollbackThatFailsDoesNotHideWhyItWasNeeded() {
		TransactionSystemException rollback = new TransactionSystemException("cannot be rolled back",
				new SQLException("Connection is closed"));
		rollback.initApplicationException(new IllegalStateException(new SQLException("denied", "42000", 1142)));
		assertThat(DatabaseFailure.in(rollback).orElseThrow().isDenied()).isTrue();
	}

	@Test
	void aReasonIsOneLineWithItsCause() {
		SQLException failure = new SQLException("Communications link failure\n\nThe last packet was sent", "08S01");
		failure.initCause(new ConnectException("Connection refused"));
		assertThat(failure(failure).reason()).isEqualTo(
				"Communications link failure: java.net.ConnectException: Connection refused (SQLState 08S01, error 0)");
	}

	@ParameterizedTest
	@CsvSource({ "23000, 1062", "22001, 1406", "HY000, 1366", "42000, 1064", "22007, 1292", "01000, 1265" })
	void whatMayQuoteARowIsNotRepeated(String state, int code) {
		DatabaseFailure failure = failure(new SQLException("'ada@example.org' is wrong", state, code));
		assertThat(failure.reason()).isEqualTo("SQLState " + state + ", error " + code);
		assertThat(failure.message()).contains("ada@example.org");
	}

	@ParameterizedTest
	@CsvSource({ "42S22, 1054, true", "42000, 1176, true", "42S02, 1146, false", "42000, 1064, false" })
	void aStatementForLaterTablesIsToldFromAWrongOne(String state, int code, boolean later) {
		assertThat(failure(new SQLException("refused", state, code)).isMissingColumnOrIndex()).isEqualTo(later);
	}

	@Test
	void anythingElseIsNoFailureOfTheDatabase() {
		assertThat(DatabaseFailure.in(new IllegalStateException(new RuntimeException()))).isEmpty();
	}

	private static DatabaseFailure failure(SQLException failure) {
		return DatabaseFailure.in(new IllegalStateException(new RuntimeException(failure))).orElseThrow();
	}

}
