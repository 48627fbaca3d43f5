/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Refuses forwarded headers that are no part of a URL. Spring takes them as they are, and
 * fails later, where the request is blamed on the service.
 */
public final class CheckedForwardedHeaderFilter extends ForwardedHeaderFilter {

	private static final List<String> NAMES = List.of("X-Forwarded-Prefix", "X-Forwarded-Host", "X-Forwarded-Proto",
			"Forwarded");

	// One class of characters each: groups that repeat would overflow the stack on long
	// ones.
	private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._~/,-]*");

	private static final Pattern OTHER = Pattern.compile("[A-Za-z0-9._~:;=,\"\\[\\] \\t-]*");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean sound = NAMES.stream()
			.allMatch((name) -> Collections.list(request.getHeaders(name))
				.stream()
				.map((value) -> value.replace(", ", ","))
				.allMatch((name.endsWith("Prefix") ? PREFIX : OTHER).asMatchPredicate()));
		if (sound) {
			super.doFilterInternal(request, response, chain);
		}
		else {
			response.sendError(HttpServletResponse.SC_BAD_REQUEST);
		}
	}

}
