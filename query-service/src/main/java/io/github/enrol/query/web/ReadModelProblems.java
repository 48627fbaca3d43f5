/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Treats a database that is unreachable, or has no tables yet, as a temporary outage.
 * Every query here is fixed and read-only, so no request can be the cause.
 */
@RestControllerAdvice
@Order(0)
class ReadModelProblems {

	private static final Logger logger = LoggerFactory.getLogger(ReadModelProblems.class);

	/** Failures less than this apart belong to one outage, which is logged once. */
	private static final Duration OUTAGE_GAP = Duration.ofSeconds(10);

	private final AtomicLong lastFailure = new AtomicLong(System.nanoTime() - OUTAGE_GAP.toNanos());

	@ExceptionHandler
	Problem unavailable(DataAccessException ex) {
		long now = System.nanoTime();
		if (now - this.lastFailure.getAndSet(now) >= OUTAGE_GAP.toNanos()) {
			logger.warn("The read model cannot be read: {}", NestedExceptionUtils.getMostSpecificCause(ex).toString());
		}
		return Problem.of(ProblemType.READ_MODEL_UNAVAILABLE, "The database of the read model does not answer.")
			.retryAfter(Duration.ofSeconds(5));
	}

}
