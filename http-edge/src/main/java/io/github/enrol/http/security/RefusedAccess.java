/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.io.IOException;
import java.time.Duration;

import io.github.enrol.http.limits.RateLimits;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers requests without a sufficient token with a problem and the challenge of RFC
 * 6750.
 */
final class RefusedAccess implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();

	private final DefaultCorsProcessor cors = new Cors();

	private final HandlerExceptionResolver problems;

	private final RateLimits limits;

	private final RequiredScopes scopes;

	private final CorsConfigurationSource pages;

	/**
	 * Lets pages of allowed origins read the answers.
	 */
	RefusedAccess(HandlerExceptionResolver problems, RateLimits limits, RequiredScopes scopes,
			CorsConfigurationSource pages) {
		this.problems = problems;
		this.limits = limits;
		this.scopes = scopes;
		this.pages = pages;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		if (ex instanceof AuthenticationServiceException) {
			answer(request, response,
					Problem
						.of(ProblemType.SERVICE_UNAVAILABLE,
								"The token cannot be verified: its issuer's keys cannot be read.")
						.retryAfter(RETRY_AFTER));
			return;
		}
		this.challenge.commence(request, response, ex);
		String detail = (ex instanceof OAuth2AuthenticationException refused)
				? "The bearer token is not accepted: " + refused.getError().getDescription() + "."
				: "The request has no bearer token.";
		answer(request, response, Problem.of(ProblemType.UNAUTHENTICATED, detail));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		String scope = this.scopes.missing(request, SecurityContextHolder.getContext().getAuthentication())
			.map(Scope::claim)
			.orElse("");
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
				"Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(this.scopes.claims(request)));
		answer(request, response,
				Problem.of(ProblemType.INSUFFICIENT_SCOPE, "The bearer token does not have the scope " + scope + "."));
	}

	/**
	 * Refusals count too: otherwise guessing tokens would cost nothing.
	 */
	private void answer(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
		Problem answer = problem;
		try {
			this.limits.take(request, response);
		}
		catch (Problem exceeded) {
			answer = exceeded;
		}
		if (CorsUtils.isCorsRequest(request)) {
			this.cors.processRequest(this.pages.getCorsConfiguration(request), request, response);
		}
		this.problems.resolveException(request, response, null, answer);
	}

	/**
	 * A page of another origin is refused with the same status; it cannot read why.
	 */
	private static final class Cors extends DefaultCorsProcessor {

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			// Without its headers.
		}

	}

}
