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

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has a response that fits into Tomcat's buffer sent in one piece, with its length.
 * Spring MVC flushes each when its body is written: then Tomcat sends it as a chunk, and
 * the end of the chunks in a second packet. Whoever streams can still flush the stream.
 */
public final class WholeResponseFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(request, new HttpServletResponseWrapper(response) {

			@Override
			public void flushBuffer() {
				// Tomcat does it when the request ends, or the buffer is full.
			}

		});
	}

}
