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

/**
 * Names each request, in every answer and in what is logged meanwhile: by the trace id of
 * a caller that sends {@code traceparent}, else by a random one.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace
 * Context</a>
 */
final class RequestIdValve extends ValveBase {

	static final String HEADER = "X-Request-Id";

	/** Only of later versions may more follow. */
	private static final Pattern TRACEPARENT = Pattern
		.compile("(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

	private static final HexFormat HEX = HexFormat.of();

	private final boolean traced;

	RequestIdValve(boolean traced) {
		super(true);
		this.traced = traced;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// An asynchronous request comes by again when it has its result.
		String given = response.getHeader(HEADER);
		if (given == null) {
			given = traceId(request.getHeader("traceparent"));
		}
		String id = (given != null) ? given : random();
		response.setHeader(HEADER, id);
		RequestIds.begin(id, this.traced, given == null);
		try {
			getNext().invoke(request, response);
		}
		finally {
			RequestIds.end(this.traced);
		}
	}

	static @Nullable String traceId(@Nullable String traceparent) {
		Matcher matcher = TRACEPARENT.matcher((traceparent != null) ? traceparent : "");
		return matcher.matches() ? matcher.group(1) : null;
	}

	static String random() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
	}

}
