/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import io.github.enrol.http.requests.RequestIds;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives the trace that begins with a request the id of the request.
 */
final class RequestTraceIds implements IdGenerator {

	private final IdGenerator random = IdGenerator.random();

	@Override
	public String generateTraceId() {
		String id = RequestIds.takeForTrace();
		return (id != null) ? id : this.random.generateTraceId();
	}

	@Override
	public String generateSpanId() {
		return this.random.generateSpanId();
	}

}
