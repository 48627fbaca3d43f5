/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.springframework.web.bind.annotation.RequestMethod.DELETE;
import static org.springframework.web.bind.annotation.RequestMethod.GET;
import static org.springframework.web.bind.annotation.RequestMethod.HEAD;
import static org.springframework.web.bind.annotation.RequestMethod.OPTIONS;
import static org.springframework.web.bind.annotation.RequestMethod.PATCH;
import static org.springframework.web.bind.annotation.RequestMethod.POST;
import static org.springframework.web.bind.annotation.RequestMethod.PUT;

/**
 * Answers errors that no exception handler has handled: those of filters, and those with
 * only a status.
 */
@RestController
class ProblemErrorController implements ErrorController {

	// All methods are listed; otherwise OPTIONS would offer the missing ones.
	@RequestMapping(path = "${spring.web.error.path:${error.path:/error}}",
			method = { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS })
	@Nullable ResponseEntity<Object> error(HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			// Tomcat also dispatches here if the body was truncated during the answer.
			return null;
		}
		if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Problem problem) {
			return ProblemHandler.answer(problem.getBody(), problem.getHeaders(), request);
		}
		Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		// Without a status, the client itself requested this path.
		return ProblemHandler.answer(
				Problem.body((status instanceof Integer code) ? HttpStatusCode.valueOf(code) : HttpStatus.NOT_FOUND),
				new HttpHeaders(), request);
	}

}
