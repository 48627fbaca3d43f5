/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends a JSON response that fits into Tomcat's buffer in one piece, with its length.
 * Spring MVC flushes each response when its body is written: Tomcat then sends it as a
 * chunk, and the end of the chunks in a second packet. Responses of other types, such as
 * streams of lines or events, keep their flushes.
 */
final class WholeResponseFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(request, new HttpServletResponseWrapper(response) {

			@Override
			public void flushBuffer() throws IOException {
				// Tomcat sends JSON when the request ends, or the buffer is full.
				if (!isJson(getContentType())) {
					super.flushBuffer();
				}
			}

		});
	}

	/**
	 * To a response to OPTIONS that is not committed, HttpServlet adds an Allow header
	 * that names every method.
	 */
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getMethod().equals("OPTIONS");
	}

	private static boolean isJson(@Nullable String type) {
		return type != null && (type.startsWith("application/json") || type.contains("+json"));
	}

}
