/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.github.enrol.http.database.DatabaseFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
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

	/** Kinds of failures of the present outage. */
	private final Set<String> reported = new HashSet<>();

	private long lastFailure;

	ReadModelOutage(JdbcConnectionDetails database) {
		// Without user, password and parameters.
		this.address = database.getJdbcUrl()
			.replaceFirst("^[^/]*//", "")
			.replaceFirst("\\?.*", "")
			.replaceFirst(".*@", "");
	}

	/**
	 * Reports a failure. Another line of the same outage follows for another kind of
	 * failure, such as a wrong password after a missing connection.
	 */
	public synchronized void failed(Throwable failure) {
		long now = System.nanoTime();
		if (now - this.lastFailure > GAP.toNanos()) {
			this.reported.clear();
		}
		this.lastFailure = now;
		Optional<DatabaseFailure> database = DatabaseFailure.in(failure);
		String other = failure.getClass().getName();
		if (this.reported.add(database.map(DatabaseFailure::kind).orElse(other))) {
			logger.warn("The read model at {} cannot be read: {}", this.address,
					database.map(DatabaseFailure::reason).orElse(other));
		}
	}

	/**
	 * Reports that the database has answered.
	 */
	synchronized void over() {
		if (!this.reported.isEmpty()) {
			logger.info("The read model at {} can be read", this.address);
		}
		this.reported.clear();
	}

}
