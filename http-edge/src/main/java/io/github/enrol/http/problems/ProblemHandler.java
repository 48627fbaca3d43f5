/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import org.springframework.web.util.UriUtils;

/**
 * Answers every exception thrown while a request is handled. Ordered after all other
 * advices, so that a service can handle an exception in its own way.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {

	/**
	 * Tomcat parses the query only when a parameter is first read.
	 */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleInvalidParameter(InvalidParameterException ex, WebRequest request) {
		return handleExceptionInternal(ex, null, new HttpHeaders(), HttpStatusCode.valueOf(ex.getErrorCode()), request);
	}

	/**
	 * Tomcat's exceptions for a body with invalid framing or a premature end.
	 */
	@ExceptionHandler({ BadRequestException.class, EOFException.class })
	@Nullable ResponseEntity<Object> handleBrokenBody(IOException ex, WebRequest request) {
		return handleExceptionInternal(ex, null, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleUnexpected(Exception ex, WebRequest request) {
		return handleExceptionInternal(ex, null, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
	}

	/**
	 * Spring would list only the mapped methods, and log a warning.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
			HttpRequestMethodNotSupportedException ex, HttpHeaders ignored, HttpStatusCode status, WebRequest request) {
		Set<HttpMethod> allowed = new LinkedHashSet<>(
				Objects.requireNonNullElse(ex.getSupportedHttpMethods(), Set.of()));
		if (allowed.contains(HttpMethod.GET)) {
			allowed.add(HttpMethod.HEAD);
		}
		allowed.add(HttpMethod.OPTIONS);
		HttpHeaders headers = new HttpHeaders();
		headers.setAllow(allowed);
		return handleExceptionInternal(ex, null, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object unused,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ServletWebRequest servletRequest = (ServletWebRequest) request;
		ProblemDetail body = describe(ex, status);
		if (body.getStatus() == 500 && !DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			// The pattern, not the URL, which may contain an email address.
			this.logger.error("Failed to serve " + servletRequest.getHttpMethod() + " "
					+ request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, WebRequest.SCOPE_REQUEST),
					ex);
		}
		if (servletRequest.getResponse() != null && servletRequest.getResponse().isCommitted()) {
			return null;
		}
		return answer(body, headers, servletRequest.getRequest());
	}

	/**
	 * The media type is always that of problems, whatever the client accepts, so that the
	 * client learns what went wrong.
	 */
	static ResponseEntity<Object> answer(ProblemDetail body, HttpHeaders headers, HttpServletRequest request) {
		if (body.getInstance() == null) {
			body.setInstance(path(request));
		}
		return ResponseEntity.status(body.getStatus())
			.headers(headers)
			.header(HttpHeaders.LINK, link(body, request))
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(body);
	}

	/**
	 * Links to the page about the problem. Where it is the idempotency key's, the draft
	 * of that header calls this page {@code describedby}
	 * (draft-ietf-httpapi-idempotency-key-header, 2.7).
	 */
	private static String link(ProblemDetail body, HttpServletRequest request) {
		String relations = concernsIdempotencyKey(body) ? "help describedby" : "help";
		return "<" + request.getContextPath() + ProblemType.documentation(body) + ">; rel=\"" + relations
				+ "\"; type=\"text/html\"";
	}

	private static boolean concernsIdempotencyKey(ProblemDetail body) {
		Object errors = (body.getProperties() != null) ? body.getProperties().get("errors") : null;
		return ProblemType.IDEMPOTENCY_KEY_REUSED.uri().equals(body.getType())
				|| (errors instanceof List<?> values && values.stream()
					.anyMatch((value) -> value instanceof InvalidValue invalid
							&& "Idempotency-Key".equals(invalid.header())));
	}

	private static URI path(HttpServletRequest request) {
		Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		// A path that starts with two slashes would be read as an authority.
		String path = ((original != null) ? original.toString() : request.getRequestURI()).replaceFirst("^/+", "/");
		try {
			return URI.create(path);
		}
		catch (IllegalArgumentException ex) {
			return URI.create(UriUtils.encodePath(path, StandardCharsets.UTF_8));
		}
	}

	private static ProblemDetail describe(Exception ex, HttpStatusCode status) {
		if (ex instanceof Problem problem) {
			return problem.getBody();
		}
		List<InvalidValue> errors = InvalidValues.of(ex);
		if (!errors.isEmpty()) {
			return Problem.invalid(errors).getBody();
		}
		if (ex instanceof MethodArgumentTypeMismatchException mismatch
				&& mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
			return Problem.body(HttpStatus.NOT_FOUND);
		}
		ProblemDetail body = Problem.body(status);
		if (ex instanceof HttpMediaTypeException media && !media.getSupportedMediaTypes().isEmpty()) {
			body.setDetail(
					body.getDetail() + " It knows " + MimeTypeUtils.toString(media.getSupportedMediaTypes()) + ".");
		}
		else if (ex instanceof HttpMessageNotReadableException unreadable) {
			body.setDetail(InvalidValues.flaw(unreadable));
		}
		else if (ex instanceof ErrorResponseException known && known.getBody().getDetail() != null) {
			body.setDetail(known.getBody().getDetail());
		}
		return body;
	}

}
