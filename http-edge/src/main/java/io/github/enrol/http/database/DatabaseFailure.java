/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.TransactionSystemException;

/**
 * Why a call to MySQL or MariaDB failed, according to the {@link SQLException} at the
 * root. A connection pool, for instance, reports a wrong password as a timeout with that
 * cause.
 */
public final class DatabaseFailure {

	/**
	 * Access to a schema, table, column, administrative function or routine is denied, or
	 * the client's host has no access at all.
	 */
	private static final Set<Integer> DENIED = Set.of(1044, 1130, 1142, 1143, 1227, 1370);

	/** ER_BAD_FIELD_ERROR and ER_KEY_DOES_NOT_EXIST. */
	private static final Set<Integer> MISSING_COLUMN_OR_INDEX = Set.of(1054, 1176);

	/** ER_PARSE_ERROR, whose message quotes the statement. */
	private static final int SYNTAX_ERROR = 1064;

	/**
	 * Of Connector/J's own failures that have no other; those of a server have an error
	 * code.
	 */
	private static final String DRIVER_FAILURE = "S1000";

	private final SQLException cause;

	private final String state;

	private DatabaseFailure(SQLException cause) {
		this.cause = cause;
		this.state = Objects.requireNonNullElse(cause.getSQLState(), "");
	}

	/**
	 * Returns the database's failure among the causes of an exception.
	 * @return empty if the database has not failed
	 */
	public static Optional<DatabaseFailure> in(Throwable failure) {
		Optional<DatabaseFailure> deepest = Optional.empty();
		for (Throwable ex = failure; ex != null; ex = cause(ex)) {
			if (ex instanceof SQLException sql) {
				deepest = Optional.of(new DatabaseFailure(sql));
			}
		}
		return deepest;
	}

	/**
	 * A transaction whose connection is gone cannot be rolled back either. What matters
	 * is why it had to be.
	 */
	private static @Nullable Throwable cause(Throwable ex) {
		return (ex instanceof TransactionSystemException rollback && rollback.getApplicationException() != null)
				? rollback.getApplicationException() : ex.getCause();
	}

	/**
	 * Whether there is no connection, or no answer in time: SQLSTATE class 08, one of
	 * JDBC's exceptions for that, a connection that the pool has closed, which has no
	 * SQLSTATE, or an answer that the driver does not understand.
	 */
	public boolean isUnreachable() {
		boolean unintelligible = this.state.equals(DRIVER_FAILURE) && this.cause.getErrorCode() == 0;
		return this.state.isEmpty() || this.state.startsWith("08") || unintelligible
				|| this.cause instanceof SQLTransientConnectionException
				|| this.cause instanceof SQLNonTransientConnectionException
				|| this.cause instanceof SQLRecoverableException || this.cause instanceof SQLTimeoutException;
	}

	/**
	 * Whether the account is unknown, its password wrong, or it lacks a right.
	 */
	public boolean isDenied() {
		return this.state.startsWith("28") || DENIED.contains(this.cause.getErrorCode());
	}

	public boolean isMissingTable() {
		return this.state.equals("42S02");
	}

	/**
	 * Whether the statement is for tables of a later version.
	 */
	public boolean isMissingColumnOrIndex() {
		return MISSING_COLUMN_OR_INDEX.contains(this.cause.getErrorCode());
	}

	/**
	 * Describes the failure in one line without quoting rows: with the message if it can
	 * only name accounts, rights and objects of the schema, that is for SQLSTATE classes
	 * 08, 28 and 42.
	 */
	public String reason() {
		boolean harmless = isUnreachable() || isDenied() || this.state.startsWith("42");
		return (harmless && this.cause.getErrorCode() != SYNTAX_ERROR) ? message() : code();
	}

	/**
	 * Describes the failure for everybody: without names of hosts, accounts or tables.
	 */
	public String inWords() {
		if (isUnreachable()) {
			return "The database of the read model cannot be reached.";
		}
		if (isMissingTable()) {
			return "The read model has not been created yet.";
		}
		if (isMissingColumnOrIndex()) {
			return "The read model has not been changed yet for this version.";
		}
		return isDenied() ? "The database of the read model refuses this service."
				: "The database of the read model fails; the service's log has the reason.";
	}

	/**
	 * Describes the failure in one line, with a message that may quote values of the
	 * statement.
	 */
	public String message() {
		String message = Objects.requireNonNullElse(this.cause.getMessage(), "").lines().findFirst().orElse("");
		Throwable root = NestedExceptionUtils.getMostSpecificCause(this.cause);
		String why = (root != this.cause) ? ": " + root.toString().lines().findFirst().orElse("") : "";
		return message + why + " (" + code() + ")";
	}

	/**
	 * Returns what tells one outage from another: the {@linkplain #reason() reason},
	 * except that a connection can be lost and refused in many ways, and that tables are
	 * missing together.
	 */
	public String kind() {
		if (isUnreachable()) {
			return "unreachable";
		}
		return isMissingTable() ? "missing tables" : reason();
	}

	private String code() {
		return "SQLState " + this.state + ", error " + this.cause.getErrorCode();
	}

	/**
	 * Returns the response to the request of an operator that failed.
	 * @return the same exception if it was not the database that failed
	 */
	public static RuntimeException problem(RuntimeException failure) {
		Optional<DatabaseFailure> database = in(failure);
		return database.isPresent() ? database.get().problem() : failure;
	}

	Problem problem() {
		return isUnreachable() ? Problem.of(ProblemType.SERVICE_UNAVAILABLE, "The database cannot be reached.")
				: Problem.of(ProblemType.INTERNAL_ERROR, "The database refuses the operation: " + reason() + ".");
	}

}
