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

/**
 * Answers errors that no exception handler has seen: those of filters, and those for
 * which only a status was set.
 */
@RestController
public class ProblemErrorController implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	@Nullable ResponseEntity<Object> error(HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			// Tomcat asks for the error of a body that broke off while it was answered
			// too.
			return null;
		}
		if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Problem problem) {
			return ProblemHandler.answer(problem.getBody(), problem.getHeaders(), request);
		}
		Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		// Without one a client asked for this path itself.
		return ProblemHandler.answer(
				Problem.body((status instanceof Integer code) ? HttpStatusCode.valueOf(code) : HttpStatus.NOT_FOUND),
				new HttpHeaders(), request);
	}

}
