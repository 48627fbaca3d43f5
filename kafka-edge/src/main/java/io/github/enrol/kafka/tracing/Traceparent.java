/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.tracing;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The header of a record that names its trace. Its companion {@code tracestate} is not
 * passed on: callers choose its content, and records are kept.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace
 * Context</a>
 */
final class Traceparent {

	static final String HEADER = "traceparent";

	private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();

	private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Headers carrier) {
			return List.of(HEADER);
		}

		@Override
		public @Nullable String get(@Nullable Headers headers, String key) {
			Header header = (headers != null && key.equals(HEADER)) ? headers.lastHeader(HEADER) : null;
			return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.US_ASCII)
					: null;
		}

	};

	private Traceparent() {
	}

	static String of(SpanContext context) {
		return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex();
	}

	/**
	 * Returns the span that a record names, if it is recorded.
	 * @return null if there is none
	 */
	static @Nullable SpanContext read(Headers headers) {
		if (headers.lastHeader(HEADER) == null) {
			return null;
		}
		SpanContext context = Span.fromContext(PROPAGATOR.extract(Context.root(), headers, GETTER)).getSpanContext();
		return context.isSampled() ? context : null;
	}

}
