/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsUtils;

/**
 * Refuses unsupported methods before Tomcat and Spring MVC list methods in {@code Allow}
 * that do not exist.
 * <ul>
 * <li>A method that no resource has is 501 (RFC 9110, 15.6.2). {@code TRACE} is one: by
 * here, Tomcat has refused it with an {@code Allow} that lists all methods of the
 * servlet.</li>
 * <li>A CORS preflight request is 403 unless other origins are allowed.</li>
 * </ul>
 */
final class KnownMethodsValve extends ValveBase {

	private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private final boolean cors;

	/**
	 * Creates the valve.
	 * @param cors whether any other origin is allowed
	 */
	KnownMethodsValve(boolean cors) {
		super(true);
		this.cors = cors;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		int status = response.getStatus();
		// Already refused, possibly because of its method.
		boolean refused = status >= 400 && status != HttpServletResponse.SC_METHOD_NOT_ALLOWED;
		if (!refused && !KNOWN.contains(request.getMethod())) {
			response.getCoyoteResponse().getMimeHeaders().removeHeader(HttpHeaders.ALLOW);
			response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED);
		}
		boolean preflight = !refused && CorsUtils.isPreFlightRequest(request);
		if (preflight && !this.cors) {
			response.sendError(HttpServletResponse.SC_FORBIDDEN);
		}
		getNext().invoke(request, response);
		if (preflight && !response.containsHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN) && !response.isCommitted()) {
			// HttpServlet answers OPTIONS for what does not exist, with every method.
			response.getCoyoteResponse().getMimeHeaders().removeHeader(HttpHeaders.ALLOW);
			response.resetBuffer();
			response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		}
	}

}
