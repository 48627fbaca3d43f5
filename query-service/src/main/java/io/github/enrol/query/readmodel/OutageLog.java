/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.github.enrol.http.database.DatabaseFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Logs each reason for which the read model cannot be read once per outage, whether a
 * request or a health check notices it.
 */
@Component
public class OutageLog {

	private static final Logger logger = LoggerFactory.getLogger(OutageLog.class);

	/** Failures less than this apart belong to one outage; more than between probes. */
	private static final Duration GAP = Duration.ofSeconds(30);

	private final Set<String> reported = new HashSet<>();

	private long lastFailure = System.nanoTime();

	public synchronized void report(DatabaseFailure failure) {
		long now = System.nanoTime();
		if (now - this.lastFailure >= GAP.toNanos()) {
			this.reported.clear();
		}
		this.lastFailure = now;
		if (this.reported.add(failure.kind())) {
			logger.warn("The read model cannot be read: {}", failure.reason());
		}
	}

}
