/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsUtils;

/**
 * Refuses requests by which a page would change something it has no business with (CSRF).
 * A browser sends a POST without a body or with a form's to any address, without a
 * preflight request; it only says which page sent it.
 * <ul>
 * <li>Of pages, those of this origin and of the allowed ones may change something.</li>
 * <li>At an operator's endpoint none may: those are for programs.</li>
 * </ul>
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Fetch
 * Metadata</a>
 */
final class PageRequestsValve extends ValveBase {

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

	private static final Set<String> OWN = Set.of("same-origin", "none");

	private final List<String> allowedOrigins;

	private final String operators;

	/**
	 * Creates the valve.
	 * @param operators path of the operators' endpoints
	 */
	PageRequestsValve(List<URI> allowedOrigins, String operators) {
		super(true);
		this.allowedOrigins = allowedOrigins.stream().map(URI::toString).toList();
		this.operators = operators;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (response.getStatus() < 400 && !SAFE.contains(request.getMethod()) && isForeign(request)) {
			// ProblemReportValve says why. An error dispatch would be refused by CORS,
			// without a
			// body.
			response.setStatus(HttpServletResponse.SC_FORBIDDEN);
			return;
		}
		getNext().invoke(request, response);
	}

	private boolean isForeign(Request request) {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		String site = request.getHeader("Sec-Fetch-Site");
		if (origin == null && site == null) {
			// No browser: all of them send Origin with such methods.
			return false;
		}
		// Not only at the start: on a port of its own it may be below another path.
		if (request.getDecodedRequestURI().contains(this.operators)) {
			return true;
		}
		if (origin != null && this.allowedOrigins.contains(origin)) {
			return false;
		}
		return (site != null) ? !OWN.contains(site) : isOtherOrigin(request);
	}

	private static boolean isOtherOrigin(Request request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException ex) {
			// It is no URL.
			return true;
		}
	}

}
