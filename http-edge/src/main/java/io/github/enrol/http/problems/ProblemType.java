/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * The kinds of problem that clients can distinguish, each with a stable {@code type} URI.
 * {@code docs/problems.md} describes them; a name is never changed or reused for another
 * kind.
 */
public enum ProblemType {

	MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request is malformed"),

	INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request has invalid values"),

	UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "The request has no valid token"),

	INSUFFICIENT_SCOPE(HttpStatus.FORBIDDEN, "The token does not allow this"),

	ORIGIN_NOT_ALLOWED(HttpStatus.FORBIDDEN, "A page of this origin may not do this"),

	NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this address"),

	USER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such user"),

	IMPORT_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such import"),

	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),

	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in an accepted media type"),

	EMAIL_ALREADY_REGISTERED(HttpStatus.CONFLICT, "The email address is already registered"),

	PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),

	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The request's media type is not supported"),

	IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request"),

	QUOTA_EXCEEDED(HttpStatus.TOO_MANY_REQUESTS, "The quota of this client is used up"),

	INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),

	OUTCOME_UNKNOWN(HttpStatus.SERVICE_UNAVAILABLE, "Whether the registration took place is not known yet"),

	OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "The service has no room for this request now"),

	READ_MODEL_BEHIND(HttpStatus.SERVICE_UNAVAILABLE, "The read model has not come that far yet"),

	READ_MODEL_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The read model cannot be reached"),

	SERVICE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service is not available"),

	/** Any other status that the server itself may answer, such as 431 or 501. */
	HTTP_ERROR(HttpStatus.BAD_REQUEST, "The request was not served");

	private static final String BASE = "https://enrol.github.io/problems/";

	private final HttpStatus status;

	private final String title;

	ProblemType(HttpStatus status, String title) {
		this.status = status;
		this.title = title;
	}

	public URI uri() {
		return URI.create(BASE + name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	/**
	 * Returns the path of the page about a problem's type, which every service serves.
	 */
	static String documentation(ProblemDetail problem) {
		return Objects.requireNonNull(problem.getType()).toString().replace(BASE, "/docs/problems/");
	}

	public HttpStatus status() {
		return this.status;
	}

	public String title() {
		return this.title;
	}

	/**
	 * Returns the type for an error of which only the status is known.
	 */
	public static ProblemType of(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> MALFORMED_REQUEST;
			case 403 -> ORIGIN_NOT_ALLOWED;
			case 404 -> NOT_FOUND;
			case 405 -> METHOD_NOT_ALLOWED;
			case 406 -> NOT_ACCEPTABLE;
			case 413 -> PAYLOAD_TOO_LARGE;
			case 415 -> UNSUPPORTED_MEDIA_TYPE;
			case 500 -> INTERNAL_ERROR;
			case 503 -> SERVICE_UNAVAILABLE;
			default -> HTTP_ERROR;
		};
	}

}
