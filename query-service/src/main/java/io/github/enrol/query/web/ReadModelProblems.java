/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.Duration;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * A database that is away, or has no tables yet, is an outage that passes. Every query
 * here is fixed and only reads, so that no request can be the cause.
 */
@RestControllerAdvice
@Order(0)
class ReadModelProblems {

	private static final Log logger = LogFactory.getLog(ReadModelProblems.class);

	@ExceptionHandler
	Problem unavailable(DataAccessException ex) {
		// One line: there is one for each request.
		logger.warn("The read model cannot be read: " + NestedExceptionUtils.getMostSpecificCause(ex));
		return Problem.of(ProblemType.READ_MODEL_UNAVAILABLE, "The database of the read model does not answer.")
			.retryAfter(Duration.ofSeconds(5));
	}

}
