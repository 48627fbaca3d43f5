/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects or corrects media types for which Spring would otherwise fail with 500.
 * <ul>
 * <li>A {@code Content-Type} with a wildcard is refused: no body has one.</li>
 * <li>An empty {@code Accept} counts as missing (RFC 9110, 12.5.1). Spring MVC does so
 * itself, but the actuator's endpoints do not.</li>
 * </ul>
 */
final class MediaTypesFilter extends OncePerRequestFilter {

	private static final Pattern EMPTY = Pattern.compile("[,\\s]*");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String type = request.getContentType();
		if (type != null && type.split(";", 2)[0].contains("/*")) {
			response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
			return;
		}
		List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
		boolean empty = !accepted.isEmpty() && accepted.stream().allMatch((ranges) -> EMPTY.matcher(ranges).matches());
		chain.doFilter(empty ? new AcceptingRequest(request) : request, response);
	}

	private static final class AcceptingRequest extends HttpServletRequestWrapper {

		AcceptingRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public String getHeader(String name) {
			return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? MediaType.ALL_VALUE : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? Collections.enumeration(List.of(MediaType.ALL_VALUE))
					: super.getHeaders(name);
		}

	}

}
