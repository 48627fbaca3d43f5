/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Derives what a preflight request is told from each handler's own mapping, so that it
 * names no method that the resource does not have.
 */
final class CorsHandlerMapping extends RequestMappingHandlerMapping {

	/**
	 * What requests to these services have beyond the headers that are always allowed.
	 */
	private static final List<String> REQUEST_HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_ENCODING,
			"Idempotency-Key", "Prefer", HttpHeaders.IF_NONE_MATCH, "Last-Event-ID", HttpHeaders.AUTHORIZATION,
			"traceparent", "tracestate");

	private static final List<String> RESPONSE_HEADERS = List.of(HttpHeaders.LOCATION, HttpHeaders.LINK,
			HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER, HttpHeaders.ALLOW, "Idempotency-Key", "Preference-Applied",
			"RateLimit", "RateLimit-Policy", RequestIdValve.HEADER);

	private static final Duration MAX_AGE = Duration.ofMinutes(10);

	private final List<String> origins;

	CorsHandlerMapping(List<URI> origins) {
		this.origins = origins.stream().map(URI::toString).toList();
		setCorsProcessor(new ProblemCorsProcessor());
	}

	@Override
	protected @Nullable CorsConfiguration initCorsConfiguration(Object handler, Method method,
			RequestMappingInfo mapping) {
		if (this.origins.isEmpty()
				|| !AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), RestController.class)) {
			return super.initCorsConfiguration(handler, method, mapping);
		}
		return configuration(mapping.getMethodsCondition().getMethods());
	}

	/**
	 * Where several handlers differ only in their media types, which a preflight request
	 * does not tell, Spring would allow it every origin.
	 */
	@Override
	protected @Nullable CorsConfiguration getCorsConfiguration(Object handler, HttpServletRequest request) {
		CorsConfiguration found = super.getCorsConfiguration(handler, request);
		RequestMethod method = RequestMethod
			.resolve(String.valueOf(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)));
		return (found != null && found.getAllowedOriginPatterns() != null && method != null)
				? configuration(Set.of(method)) : found;
	}

	private CorsConfiguration configuration(Set<RequestMethod> methods) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(this.origins);
		for (RequestMethod known : methods) {
			boolean reads = known == RequestMethod.GET || known == RequestMethod.HEAD;
			(reads ? List.of(HttpMethod.GET, HttpMethod.HEAD) : List.of(known.asHttpMethod()))
				.forEach(configuration::addAllowedMethod);
		}
		configuration.setAllowedHeaders(REQUEST_HEADERS);
		configuration.setExposedHeaders(RESPONSE_HEADERS);
		configuration.setMaxAge(MAX_AGE);
		return configuration;
	}

	/**
	 * Leaves the body to ProblemReportValve. An error dispatch would be a preflight
	 * request again.
	 */
	private static final class ProblemCorsProcessor extends DefaultCorsProcessor {

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			response.setStatusCode(HttpStatus.FORBIDDEN);
		}

	}

}
