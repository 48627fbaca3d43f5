/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a record, as a part of a trace; nothing if the record is not traced.
 */
public final class RecordSpan {

	/** Of a record that is not traced. All of its methods do nothing. */
	public static final RecordSpan NONE = new RecordSpan(null);

	static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

	private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("enrol.outcome");

	private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

	private final @Nullable Span span;

	RecordSpan(@Nullable Span span) {
		this.span = span;
	}

	/**
	 * Returns this span as records name it.
	 * @return a {@code traceparent}; null without a trace
	 */
	public @Nullable String traceparent() {
		return (this.span != null) ? Traceparent.of(this.span.getSpanContext()) : null;
	}

	/**
	 * Logs the trace from now on, in this thread.
	 */
	public Scope open() {
		return (this.span != null) ? this.span.makeCurrent() : Scope.noop();
	}

	public void offset(long offset) {
		if (this.span != null) {
			this.span.setAttribute(OFFSET, offset);
		}
	}

	/**
	 * Says what came of it.
	 * @param outcome one of a few words
	 */
	public void outcome(String outcome) {
		if (this.span != null) {
			this.span.setAttribute(OUTCOME, outcome);
		}
	}

	SpanBuilder linkedTo(SpanBuilder builder) {
		return (this.span != null && this.span.isRecording()) ? builder.addLink(this.span.getSpanContext()) : builder;
	}

	public void end() {
		if (this.span != null) {
			this.span.end();
		}
	}

	/**
	 * Ends with the type of a failure. Its message may have personal data.
	 */
	public void fail(Throwable failure) {
		if (this.span != null) {
			this.span.setStatus(StatusCode.ERROR).setAttribute(ERROR, failure.getClass().getName()).end();
		}
	}

}
