/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.time.Duration;

import io.github.enrol.http.limits.RateLimits;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers requests without a sufficient token with a problem and the challenge of RFC
 * 6750.
 */
final class RefusedAccess implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();

	private final HandlerExceptionResolver problems;

	private final RateLimits limits;

	private final RequiredScopes scopes;

	RefusedAccess(HandlerExceptionResolver problems, RateLimits limits, RequiredScopes scopes) {
		this.problems = problems;
		this.limits = limits;
		this.scopes = scopes;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex) {
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
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex) {
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
	private void answer(HttpServletRequest request, HttpServletResponse response, Problem problem) {
		Problem answer = problem;
		try {
			this.limits.take(request, response);
		}
		catch (Problem exceeded) {
			answer = exceeded;
		}
		this.problems.resolveException(request, response, null, answer);
	}

}
