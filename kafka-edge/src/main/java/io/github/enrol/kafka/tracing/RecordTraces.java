/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.tracing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Traces records. A record that belongs to a recorded trace names it in the header
 * {@code traceparent}; any other record has no span and costs none, so no trace begins at
 * a record. Spans have names and attributes of OpenTelemetry's conventions, but neither
 * keys nor values of records, which are personal data.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic
 * conventions for Kafka</a>
 */
public final class RecordTraces {

	/** Traces nothing. */
	public static final RecordTraces OFF = new RecordTraces(null);

	private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");

	private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("messaging.operation.type");

	private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");

	private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");

	private static final AttributeKey<Long> COUNT = AttributeKey.longKey("messaging.batch.message_count");

	/** Null if tracing is off. */
	private final @Nullable Tracer tracer;

	private RecordTraces(@Nullable Tracer tracer) {
		this.tracer = tracer;
	}

	/**
	 * Returns the traces of records as part of those of the service.
	 * @param telemetry null if tracing is off
	 */
	public static RecordTraces of(@Nullable OpenTelemetry telemetry) {
		return (telemetry != null) ? new RecordTraces(telemetry.getTracer("io.github.enrol")) : OFF;
	}

	/**
	 * Returns the id of the trace that a record names.
	 * @return empty if it names none that is recorded
	 */
	public static Optional<String> traceId(Headers headers) {
		return Optional.ofNullable(Traceparent.read(headers)).map(SpanContext::getTraceId);
	}

	/**
	 * Begins to send a record as part of the current trace.
	 */
	public RecordSpan send(ProducerRecord<?, ?> record) {
		return (this.tracer != null && Span.current().getSpanContext().isSampled())
				? send(record, start(this.tracer, "send", record.topic(), SpanKind.PRODUCER)) : RecordSpan.NONE;
	}

	/**
	 * Begins to send a record as one of very many. It has a trace of its own, sampled
	 * like any other, with a link to the current one.
	 */
	public RecordSpan sendApart(ProducerRecord<?, ?> record) {
		if (this.tracer == null) {
			return RecordSpan.NONE;
		}
		SpanContext current = Span.current().getSpanContext();
		SpanBuilder builder = start(this.tracer, "send", record.topic(), SpanKind.PRODUCER).setNoParent();
		return send(record, current.isValid() ? builder.addLink(current) : builder);
	}

	private static RecordSpan send(ProducerRecord<?, ?> record, SpanBuilder builder) {
		Span span = builder.startSpan();
		if (!span.getSpanContext().isSampled()) {
			return RecordSpan.NONE;
		}
		Integer partition = record.partition();
		if (partition != null) {
			span.setAttribute(PARTITION, partition.toString());
		}
		record.headers()
			.remove(Traceparent.HEADER)
			.add(Traceparent.HEADER, Traceparent.of(span.getSpanContext()).getBytes(StandardCharsets.US_ASCII));
		return new RecordSpan(span);
	}

	/**
	 * Begins to process a record as part of its trace.
	 */
	public RecordSpan process(String topic, int partition, long offset, Headers headers) {
		SpanContext parent = (this.tracer != null) ? Traceparent.read(headers) : null;
		return (this.tracer != null && parent != null)
				? new RecordSpan(process(this.tracer, parent, topic, partition, offset).startSpan()) : RecordSpan.NONE;
	}

	private static SpanBuilder process(Tracer tracer, SpanContext parent, String topic, int partition, long offset) {
		return start(tracer, "process", topic, SpanKind.CONSUMER).setParent(Context.root().with(Span.wrap(parent)))
			.setAttribute(PARTITION, Integer.toString(partition))
			.setAttribute(RecordSpan.OFFSET, offset);
	}

	/**
	 * Processes records at once: each as part of its own trace, and all together as one
	 * of their own, with links between them.
	 * @param operation what is done with the records, in one word
	 * @param records of one topic
	 */
	public <T> T processTogether(String operation, Iterable<? extends ConsumerRecord<?, ?>> records, Supplier<T> work) {
		if (this.tracer == null) {
			return work.get();
		}
		List<Traced> traced = new ArrayList<>();
		long count = 0;
		for (ConsumerRecord<?, ?> record : records) {
			SpanContext context = Traceparent.read(record.headers());
			count++;
			if (context != null) {
				traced.add(new Traced(record, context));
			}
		}
		return traced.isEmpty() ? work.get() : processTogether(this.tracer, operation, traced, count, work);
	}

	private static <T> T processTogether(Tracer tracer, String operation, List<Traced> traced, long count,
			Supplier<T> work) {
		SpanBuilder builder = start(tracer, operation, traced.get(0).record.topic(), SpanKind.CONSUMER).setNoParent()
			.setAttribute(COUNT, count);
		traced.forEach((one) -> builder.addLink(one.context));
		RecordSpan batch = new RecordSpan(builder.startSpan());
		List<RecordSpan> spans = new ArrayList<>(List.of(batch));
		traced.forEach((one) -> spans.add(one.begin(tracer, batch)));
		try (Scope scope = batch.open()) {
			T result = work.get();
			spans.forEach(RecordSpan::end);
			return result;
		}
		catch (RuntimeException ex) {
			spans.forEach((span) -> span.fail(ex));
			throw ex;
		}
	}

	private static SpanBuilder start(Tracer tracer, String operation, String topic, SpanKind kind) {
		return tracer.spanBuilder(operation + " " + topic)
			.setSpanKind(kind)
			.setAttribute(SYSTEM, "kafka")
			.setAttribute(OPERATION, operation)
			.setAttribute(TYPE, operation)
			.setAttribute(TOPIC, topic);
	}

	private record Traced(ConsumerRecord<?, ?> record, SpanContext context) {

		RecordSpan begin(Tracer tracer, RecordSpan batch) {
			SpanBuilder builder = process(tracer, this.context, this.record.topic(), this.record.partition(),
					this.record.offset());
			return new RecordSpan(batch.linkedTo(builder).startSpan());
		}

	}

}
