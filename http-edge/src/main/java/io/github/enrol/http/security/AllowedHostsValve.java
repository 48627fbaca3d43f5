/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Refuses requests to another name than those of the service. Whoever owns a name can
 * make it mean 127.0.0.1 once a browser has a page from there: to the browser, the
 * service is then the page's own (DNS rebinding). Addresses, and localhost, belong to
 * nobody.
 */
final class AllowedHostsValve extends ValveBase {

	private static final Pattern SAFE = Pattern.compile("[0-9.]+|\\[.*]|(?:.*\\.)?localhost");

	private static final Pattern PORT = Pattern.compile(":[0-9]*$");

	private final List<String> names;

	AllowedHostsValve(List<String> names) {
		super(true);
		this.names = names.stream().map((name) -> name.toLowerCase(Locale.ROOT)).toList();
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (response.getStatus() < 400 && !isAllowed(request)) {
			// ProblemReportValve says why.
			response.setStatus(HttpStatus.MISDIRECTED_REQUEST.value());
			return;
		}
		getNext().invoke(request, response);
	}

	/**
	 * The header itself counts, since a page could set X-Forwarded-Host. HTTP/2 has the
	 * name elsewhere; HTTP/1.0 need not have one, and no browser speaks it.
	 */
	private boolean isAllowed(Request request) {
		String header = request.getHeader(HttpHeaders.HOST);
		if (header == null && request.getProtocol().equals("HTTP/1.0")) {
			return true;
		}
		header = Objects.requireNonNullElse(header, request.getServerName());
		String host = PORT.matcher(header.toLowerCase(Locale.ROOT)).replaceFirst("");
		return SAFE.matcher(host).matches() || this.names.contains(host);
	}

}
