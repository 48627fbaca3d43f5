/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.Duration;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.query.readmodel.ReadModelOutage;

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

	private final ReadModelOutage outage;

	ReadModelProblems(ReadModelOutage outage) {
		this.outage = outage;
	}

	@ExceptionHandler
	Problem unavailable(DataAccessException ex) {
		this.outage.failed(ex);
		return Problem.of(ProblemType.READ_MODEL_UNAVAILABLE, "The database of the read model does not answer.")
			.retryAfter(Duration.ofSeconds(5));
	}

}
