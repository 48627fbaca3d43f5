/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.net.URI;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.StringUtils;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The address at which a client reaches this service, for the links to itself. They are
 * absolute, because many clients cannot resolve others, or resolve them against the
 * address of the other service.
 */
public final class RequestAddress {

	private static final int MAX_PORT = 65_535;

	private RequestAddress() {
	}

	/**
	 * Reads the address from the request.
	 * @return a URL without a slash at its end
	 * @throws Problem if the request's host is missing or invalid
	 */
	public static String of(HttpServletRequest request) {
		int port = request.getServerPort();
		UriComponentsBuilder base = ServletUriComponentsBuilder.fromContextPath(request);
		if (port == 0) {
			// Tomcat's value for an empty port, which means the default one.
			base.port(null);
		}
		try {
			// Not encoded, so that an illegal character is an error.
			URI address = URI.create(base.build().toUriString());
			if (StringUtils.hasLength(request.getServerName()) && port >= 0 && port <= MAX_PORT) {
				return address.toASCIIString();
			}
		}
		catch (IllegalArgumentException ex) {
			// Answered below.
		}
		throw Problem.of(ProblemType.MALFORMED_REQUEST,
				"The links of the answer need the host that the request was sent to: its Host header is missing or not valid.");
	}

}
