/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.tracing;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RecordTracesTests {

	private static final String CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private final InMemorySpanExporter exported = InMemorySpanExporter.create();

	private final OpenTelemetrySdk telemetry = telemetry(Sampler.parentBased(Sampler.alwaysOn()));

	private final RecordTraces traces = RecordTraces.of(this.telemetry);

	@Test
	void aRecordIsSentAsPartOfTheCurrentTrace() {
		ProducerRecord<String, String> record = new ProducerRecord<>("t", 3, "ann@example.org", "Ann");
		record.headers().add("traceparent", bytes("of an earlier attempt"));
		Span request = this.telemetry.getTracer("test").spanBuilder("request").startSpan();
		RecordSpan span;
		try (Scope scope = request.makeCurrent()) {
			span = this.traces.send(record);
		}
		span.offset(42);
		span.end();
		SpanData sent = only();
		assertThat(sent.getName()).isEqualTo("send t");
		assertThat(sent.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
		assertThat(record.headers().headers("traceparent")).hasSize(1);
		assertThat(text(record.headers())).isEqualTo(span.traceparent())
			.isEqualTo("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-"
					+ sent.getSpanContext().getTraceFlags().asHex());
		assertThat(sent.toString()).contains("messaging.kafka.offset=42", "messaging.destination.partition.id=3")
			.doesNotContain("ann@example.org", "Ann");
	}

	@Test
	void noTraceBeginsAtARecord() {
		ProducerRecord<String, String> record = new ProducerRecord<>("t", "k", "v");
		assertThat(this.traces.send(record)).isSameAs(RecordSpan.NONE);
		assertThat(this.traces.process("t", 0, 0, record.headers())).isSameAs(RecordSpan.NONE);
		assertThat(record.headers()).isEmpty();
	}

	@Test
	void oneOfManyHasATraceOfItsOwnWithALink() {
		ProducerRecord<String, String> record = new ProducerRecord<>("t", "k", "v");
		Span request = this.telemetry.getTracer("test").spanBuilder("request").startSpan();
		try (Scope scope = request.makeCurrent()) {
			this.traces.sendApart(record).end();
		}
		SpanData sent = only();
		assertThat(sent.getTraceId()).isNotEqualTo(request.getSpanContext().getTraceId());
		assertThat(sent.getLinks()).extracting(LinkData::getSpanContext).containsExactly(request.getSpanContext());
		this.traces.sendApart(record).end();
		assertThat(this.exported.getFinishedSpanItems()).hasSize(2).last().matches((one) -> one.getLinks().isEmpty());
	}

	@Test
	void oneOfManyIsSampledByItself() {
		RecordTraces none = RecordTraces.of(telemetry(Sampler.parentBased(Sampler.alwaysOff())));
		ProducerRecord<String, String> record = new ProducerRecord<>("t", "k", "v");
		Span request = this.telemetry.getTracer("test").spanBuilder("request").startSpan();
		try (Scope scope = request.makeCurrent()) {
			assertThat(none.sendApart(record)).isSameAs(RecordSpan.NONE);
		}
		assertThat(record.headers()).isEmpty();
	}

	@Test
	void aRecordIsProcessedAsPartOfItsTrace() {
		RecordSpan span = this.traces.process("t", 3, 42, headers(CALLER));
		try (Scope scope = span.open()) {
			assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
		}
		span.outcome("registered");
		span.end();
		assertThat(only().getParentSpanId()).isEqualTo("00f067aa0ba902b7");
		assertThat(only().toString()).contains("enrol.outcome=registered", "process t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" })
	void whatIsNotRecordedOrNoTraceIsIgnored(String traceparent) {
		assertThat(this.traces.process("t", 0, 0, headers(traceparent))).isSameAs(RecordSpan.NONE);
		assertThat(this.traces.process("t", 0, 0, new RecordHeaders().add("traceparent", null)))
			.isSameAs(RecordSpan.NONE);
	}

	@Test
	void aFailureIsNamedByItsTypeAlone() {
		RecordSpan span = this.traces.process("t", 0, 0, headers(CALLER));
		span.fail(new IllegalStateException("ann@example.org"));
		assertThat(only().getStatus()).isEqualTo(StatusData.error());
		assertThat(only().toString()).contains("java.lang.IllegalStateException").doesNotContain("ann@example.org");
	}

	@Test
	void recordsOfABatchAreProcessedInTheirTracesAndTogetherInOne() {
		List<ConsumerRecord<String, String>> records = List.of(record(0, CALLER), record(1, ""),
				record(2, CALLER.replace("4bf9", "5bf9")));
		assertThat(this.traces.<String>processTogether("project", records,
				() -> Span.current().getSpanContext().getTraceId()))
			.isEqualTo(named("project t").get(0).getTraceId());
		SpanData batch = named("project t").get(0);
		assertThat(batch.getLinks()).extracting((link) -> link.getSpanContext().getTraceId())
			.containsExactly("4bf92f3577b34da6a3ce929d0e0e4736", "5bf92f3577b34da6a3ce929d0e0e4736");
		assertThat(named("process t")).hasSize(2).allSatisfy((span) -> {
			assertThat(span.getLinks()).extracting(LinkData::getSpanContext).containsExactly(batch.getSpanContext());
			assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
		});
	}

	@Test
	void aFailedBatchFailsAllOfItsSpans() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.traces.processTogether("project", List.of(record(0, CALLER)), () -> {
				throw new IllegalStateException("ann@example.org");
			}));
		assertThat(this.exported.getFinishedSpanItems()).hasSize(2)
			.extracting(SpanData::getStatus)
			.containsOnly(StatusData.error());
	}

	@Test
	void aBatchWithoutATraceIsNotTraced() {
		this.traces.processTogether("project", List.of(record(0, "")), () -> "done");
		assertThat(this.exported.getFinishedSpanItems()).isEmpty();
	}

	@Test
	void offAllocatesNothing() {
		RecordTraces off = RecordTraces.of(null);
		assertThat(off).isSameAs(RecordTraces.OFF);
		ProducerRecord<String, String> record = new ProducerRecord<>("t", "k", "v");
		Headers headers = headers(CALLER);
		List<ConsumerRecord<String, String>> records = List.of(record(0, CALLER));
		Supplier<String> work = () -> "done";
		assertThat(allocated(() -> {
			use(off.send(record));
			use(off.sendApart(record));
			use(off.process("t", 0, 0, headers));
			off.processTogether("project", records, work);
		})).isZero();
		assertThat(record.headers()).isEmpty();
	}

	private static void use(RecordSpan span) {
		try (Scope scope = span.open()) {
			span.traceparent();
			span.outcome("registered");
			span.offset(1);
		}
		span.end();
	}

	private static long allocated(Runnable task) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long bytes = 0;
		// The first rounds load classes.
		for (int i = 0; i < 10; i++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int j = 0; j < 1_000; j++) {
				task.run();
			}
			bytes = threads.getCurrentThreadAllocatedBytes() - before;
		}
		return bytes;
	}

	private OpenTelemetrySdk telemetry(Sampler sampler) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampler)
				.addSpanProcessor(SimpleSpanProcessor.create(this.exported))
				.build())
			.build();
	}

	private SpanData only() {
		assertThat(this.exported.getFinishedSpanItems()).hasSize(1);
		return this.exported.getFinishedSpanItems().get(0);
	}

	private List<SpanData> named(String name) {
		return this.exported.getFinishedSpanItems().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	private static ConsumerRecord<String, String> record(long offset, String traceparent) {
		ConsumerRecord<String, String> record = new ConsumerRecord<>("t", 0, offset, "ann@example.org", "Ann");
		headers(traceparent).forEach(record.headers()::add);
		return record;
	}

	private static Headers headers(String traceparent) {
		return new RecordHeaders().add("traceparent", bytes(traceparent));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static String text(Headers headers) {
		return new String(headers.lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
	}

}
