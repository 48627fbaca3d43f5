/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id of the request that a thread serves, in its log and, with tracing, as the id of
 * its trace.
 */
public final class RequestIds {

	/** The name that Micrometer Tracing has for it. */
	private static final String LOGGED = "traceId";

	private static final ThreadLocal<@Nullable RequestIds> CURRENT = new ThreadLocal<>();

	private final String id;

	private boolean free;

	private RequestIds(String id, boolean free) {
		this.id = id;
		this.free = free;
	}

	/**
	 * Logs the id from now on.
	 * @param traced whether there is tracing, which logs its own ids meanwhile
	 * @param free whether a new trace may have the id: there is none of the caller
	 */
	static void begin(String id, boolean traced, boolean free) {
		MDC.put(LOGGED, id);
		if (traced) {
			CURRENT.set(new RequestIds(id, free));
		}
	}

	static void end(boolean traced) {
		MDC.remove(LOGGED);
		if (traced) {
			CURRENT.remove();
		}
	}

	/**
	 * Returns the id for the first trace that begins with the request of this thread.
	 * @return null without a request, or if its trace has begun
	 */
	public static @Nullable String takeForTrace() {
		RequestIds current = CURRENT.get();
		if (current == null || !current.free) {
			return null;
		}
		current.free = false;
		return current.id;
	}

	/**
	 * Logs the id again if tracing has removed it at the end of a span.
	 */
	public static void logAgain() {
		RequestIds current = CURRENT.get();
		if (current != null && MDC.get(LOGGED) == null) {
			MDC.put(LOGGED, current.id);
		}
	}

}
