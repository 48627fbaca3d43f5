/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Names each request, in every answer and in what is logged meanwhile: by the trace id of
 * a caller that sends {@code traceparent}, else by a random one.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace
 * Context</a>
 */
final class RequestIdValve extends ValveBase {

	static final String HEADER = "X-Request-Id";

	/**
	 * The name that Micrometer Tracing has for it.
	 */
	private static final String LOGGED = "traceId";

	/** Only of later versions may more follow. */
	private static final Pattern TRACEPARENT = Pattern
		.compile("(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

	private static final HexFormat HEX = HexFormat.of();

	RequestIdValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// An asynchronous request comes by again when it has its result.
		String id = response.getHeader(HEADER);
		if (id == null) {
			id = id(request.getHeader("traceparent"));
			response.setHeader(HEADER, id);
		}
		MDC.put(LOGGED, id);
		try {
			getNext().invoke(request, response);
		}
		finally {
			MDC.remove(LOGGED);
		}
	}

	static String id(@Nullable String traceparent) {
		Matcher matcher = TRACEPARENT.matcher((traceparent != null) ? traceparent : "");
		if (matcher.matches()) {
			return matcher.group(1);
		}
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
	}

}
