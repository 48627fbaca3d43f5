/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.time.Duration;
import java.util.List;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A problem that ends the handling of a request: thrown, or returned by an exception
 * handler, it becomes the answer.
 */
public final class Problem extends ErrorResponseException {

	private Problem(ProblemType type, String detail) {
		super(type.status(), body(type, detail), null);
		// Set explicitly, so that it is not negotiated: clients that do not accept it get
		// it too.
		getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		getHeaders().setCacheControl(CacheControl.noStore());
	}

	public static Problem of(ProblemType type, String detail) {
		return new Problem(type, detail);
	}

	/**
	 * A well-formed request with invalid values.
	 */
	public static Problem invalid(List<InvalidValue> errors) {
		return of(ProblemType.INVALID_REQUEST, "See errors for what is wrong with each value.").with("errors", errors);
	}

	public Problem with(String name, Object value) {
		getBody().setProperty(name, value);
		return this;
	}

	/**
	 * Sets when to try again (RFC 9110, 10.2.3).
	 * @param delay rounded up to whole seconds
	 */
	public Problem retryAfter(Duration delay) {
		long seconds = Math.max(1, (delay.toMillis() + 999) / 1000);
		return withHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
	}

	public Problem withHeader(String name, String value) {
		getHeaders().set(name, value);
		return this;
	}

	/**
	 * Returns the body for an error of which only the status is known.
	 */
	static ProblemDetail body(HttpStatusCode status) {
		ProblemDetail body = body(ProblemType.of(status), detail(status));
		body.setStatus(status.value());
		return body;
	}

	private static String detail(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> "The request line, the headers or the body cannot be read, contradict each other "
					+ "(such as two different hosts), or are too long.";
			case 404 -> "No resource has this path.";
			case 405 -> "The resource does not support the method of the request; see the Allow header.";
			case 406 -> "The resource has no representation that the Accept header asks for.";
			case 413 -> "The body is larger than the service accepts.";
			case 415 -> "The Content-Type header names a media type that the resource does not read.";
			case 500 -> "It is not the request's fault. The failure is in the service's log.";
			case 403 -> "The service does not allow requests from pages of another origin (CORS), "
					+ "nor any page to use what is for operators.";
			case 421 -> "The service is not called by the name in the Host header; see its security.allowed-hosts.";
			case 501 -> "The request uses a transfer encoding or a method that the service does not know.";
			case 503 -> "It cannot serve the request now; try again later.";
			case 505 -> "The service speaks HTTP/1.1.";
			default -> "The service refused the request with status " + status.value() + ".";
		};
	}

	static ProblemDetail body(ProblemType type, String detail) {
		ProblemDetail body = ProblemDetail.forStatusAndDetail(type.status(), detail);
		body.setType(type.uri());
		body.setTitle(type.title());
		return body;
	}

	/**
	 * Skips the stack trace: a refusal is not a failure of the service, and there may be
	 * many.
	 */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
