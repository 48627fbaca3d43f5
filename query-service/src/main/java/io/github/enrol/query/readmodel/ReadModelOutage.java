/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Logs once per outage why the database cannot be read, whether a request or a health
 * check notices it.
 */
@Component
public class ReadModelOutage {

	private static final Logger logger = LoggerFactory.getLogger(ReadModelOutage.class);

	/** Without failures for this long, the next one is another outage. */
	private static final Duration GAP = Duration.ofMinutes(1);

	private final String address;

	/** What is logged of the present outage. */
	private @Nullable String kind;

	private long lastFailure;

	ReadModelOutage(JdbcConnectionDetails database) {
		// Without user, password and parameters.
		this.address = database.getJdbcUrl()
			.replaceFirst("^[^/]*//", "")
			.replaceFirst("\\?.*", "")
			.replaceFirst(".*@", "");
	}

	/**
	 * Reports a failure. Another line of the same outage follows if the kind of failure
	 * changes, such as from a missing connection to a wrong password.
	 */
	public synchronized void failed(Throwable failure) {
		long now = System.nanoTime();
		String kind = kind(failure);
		if (!kind.equals(this.kind) || now - this.lastFailure > GAP.toNanos()) {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
			String message = Objects.requireNonNullElse(cause.getMessage(), "").lines().findFirst().orElse("");
			logger.warn("The read model at {} cannot be read: {}: {}", this.address, cause.getClass().getSimpleName(),
					message);
		}
		this.kind = kind;
		this.lastFailure = now;
	}

	/**
	 * Reports that the database has answered.
	 */
	synchronized void over() {
		if (this.kind != null) {
			logger.info("The read model at {} can be read", this.address);
		}
		this.kind = null;
	}

	/**
	 * Returns the SQLSTATE of the database's failure, of which all in class 08 are one
	 * kind: there is no connection.
	 */
	private static String kind(Throwable failure) {
		String state = "";
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql && sql.getSQLState() != null) {
				state = sql.getSQLState();
			}
		}
		return state.startsWith("08") ? "08" : state;
	}

}
