/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * The spans of all services in this process, as they are exported.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty("management.tracing.export.enabled")
final class RecordedSpans {

	private static final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

	static List<SpanData> all() {
		return List.copyOf(spans);
	}

	static List<SpanData> with(Predicate<SpanData> condition) {
		return spans.stream().filter(condition).toList();
	}

	@Bean
	SpanExporter recordingExporter() {
		return new SpanExporter() {

			@Override
			public CompletableResultCode export(Collection<SpanData> ended) {
				spans.addAll(ended);
				return CompletableResultCode.ofSuccess();
			}

			@Override
			public CompletableResultCode flush() {
				return CompletableResultCode.ofSuccess();
			}

			@Override
			public CompletableResultCode shutdown() {
				return CompletableResultCode.ofSuccess();
			}

		};
	}

}
