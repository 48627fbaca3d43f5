/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import io.github.enrol.http.requests.RequestIds;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Adapts Spring Boot's tracing, if it is on: a trace has the id of its request, and no
 * personal data (ADR 23).
 */
@AutoConfiguration(before = { OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class })
@ConditionalOnBooleanProperty(TracingSwitch.PROPERTY)
public final class TracingAutoConfiguration {

	@Bean
	SdkTracerProviderBuilderCustomizer requestTraceIds() {
		return (provider) -> provider.setIdGenerator(new RequestTraceIds());
	}

	@Bean
	SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
		return SpanExporters.of(exporters.orderedStream().<SpanExporter>map(ReportedExporter::new).toList());
	}

	/**
	 * What is logged about a request after its span has ended has the id too.
	 */
	@Bean
	Slf4JEventListener otelSlf4JEventListener() {
		return new Slf4JEventListener() {
			@Override
			public void onEvent(Object event) {
				super.onEvent(event);
				RequestIds.logAgain();
			}
		};
	}

	@Bean
	@Order(MicrometerTracingAutoConfiguration.RECEIVER_TRACING_OBSERVATION_HANDLER_ORDER)
	PropagatingReceiverTracingObservationHandler<?> receiverTracing(Tracer tracer, Propagator propagator) {
		return new ReceiverTracing<>(tracer, propagator);
	}

	@Bean
	@Order(MicrometerTracingAutoConfiguration.DEFAULT_TRACING_OBSERVATION_HANDLER_ORDER)
	DefaultTracingObservationHandler defaultTracing(Tracer tracer) {
		return new DefaultTracingObservationHandler(tracer) {
			@Override
			public void onError(Observation.Context context) {
				fail(getRequiredSpan(context), context);
			}
		};
	}

	/**
	 * Paths are what callers make of them; the template of a path stays.
	 */
	@Bean
	ObservationFilter withoutPaths() {
		return (context) -> {
			context.removeHighCardinalityKeyValue("http.url");
			return context;
		};
	}

	/**
	 * Probes and scrapes would be most of all traces.
	 */
	@Bean
	SpanExportingPredicate withoutActuator() {
		return (span) -> span.getName() == null || !span.getName().contains(" /actuator");
	}

	/**
	 * The messages of exceptions may quote anything.
	 */
	private static void fail(Span span, Observation.Context context) {
		Throwable error = context.getError();
		if (error != null) {
			OtelSpan.toOtel(span).setStatus(StatusCode.ERROR).setAttribute("error.type", error.getClass().getName());
		}
	}

	private static final class ReceiverTracing<T extends ReceiverContext<?>>
			extends PropagatingReceiverTracingObservationHandler<T> {

		ReceiverTracing(Tracer tracer, Propagator propagator) {
			super(tracer, propagator);
		}

		@Override
		public void onError(T context) {
			fail(getRequiredSpan(context), context);
		}

		/**
		 * A failure that became a problem is no error of the observation.
		 */
		@Override
		public void customizeReceiverSpan(T context, Span span) {
			if (context instanceof RequestReplyReceiverContext<?, ?> exchange
					&& exchange.getResponse() instanceof HttpServletResponse response && response.getStatus() >= 500) {
				OtelSpan.toOtel(span).setStatus(StatusCode.ERROR);
			}
		}

	}

}
