/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Reports once that traces cannot be exported, and why, and once that they can again. The
 * exporter itself would log each attempt with a stack trace.
 */
final class ReportedExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(ReportedExporter.class);

	private final SpanExporter exporter;

	private final AtomicBoolean failing = new AtomicBoolean();

	ReportedExporter(SpanExporter exporter) {
		this.exporter = exporter;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		CompletableResultCode result = this.exporter.export(spans);
		return result.whenComplete(() -> report(result));
	}

	private void report(CompletableResultCode result) {
		boolean failed = !result.isSuccess();
		if (this.failing.getAndSet(failed) == failed) {
			return;
		}
		if (failed) {
			logger.warn("Traces cannot be exported and are dropped: {}", reason(result.getFailureThrowable()));
		}
		else {
			logger.info("Traces are exported again");
		}
	}

	private static String reason(@Nullable Throwable failure) {
		return (failure != null) ? NestedExceptionUtils.getMostSpecificCause(failure).toString() : "refused";
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

}
