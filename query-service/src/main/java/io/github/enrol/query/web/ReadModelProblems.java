/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.Duration;

import io.github.enrol.http.database.DatabaseFailure;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.query.readmodel.ReadModelOutage;

import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Treats a database that is unreachable, refuses this service, or has no tables yet, as a
 * temporary outage, and anything else as a failure of the service. Every query here is
 * fixed and read-only, so no request can be the cause.
 */
@RestControllerAdvice
@Order(0)
class ReadModelProblems {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final ReadModelOutage outage;

	ReadModelProblems(ReadModelOutage outage) {
		this.outage = outage;
	}

	@ExceptionHandler
	Problem problem(DataAccessException ex) {
		this.outage.failed(ex);
		DatabaseFailure failure = DatabaseFailure.in(ex).orElseThrow(() -> ex);
		if (failure.isUnreachable()) {
			return Problem.of(ProblemType.READ_MODEL_UNAVAILABLE, failure.inWords()).retryAfter(RETRY_AFTER);
		}
		if (failure.isMissingTable() || failure.isMissingColumnOrIndex() || failure.isDenied()) {
			return Problem.of(ProblemType.SERVICE_UNAVAILABLE, failure.inWords()).retryAfter(RETRY_AFTER);
		}
		return Problem.of(ProblemType.INTERNAL_ERROR,
				"The read model cannot be read. The service's log has the reason.");
	}

}
