/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decisions with tracing on: the same ones (I5).
 */
class TracedDecisionTests {

	private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final RegisterUser ZOE = command("key-1", "01KAS3T8R5Y9M2V7QX4ZB6N1CD");

	private final InMemorySpanExporter exported = InMemorySpanExporter.create();

	private final RecordTraces traces = RecordTraces.of(OpenTelemetrySdk.builder()
		.setTracerProvider(
				SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exported)).build())
		.build());

	@TempDir
	private Path stateDirectory;

	@Test
	void aTraceChangesNothingButTheHeadersThatNameIt() {
		List<TestRecord<?, ?>> untraced = decide(RecordTraces.OFF, TRACEPARENT);
		assertThat(untraced).hasSize(5);
		List<TestRecord<?, ?>> traced = decide(this.traces, TRACEPARENT);
		Headers event = traced.get(0).headers();
		assertThat(text(event, "ce_traceparent")).isEqualTo(text(event, "traceparent"))
			.startsWith(TRACEPARENT.substring(0, 36))
			.isNotEqualTo(TRACEPARENT);
		event.remove("ce_traceparent").remove("traceparent");
		assertThat(traced).usingRecursiveFieldByFieldElementComparator().isEqualTo(untraced);
	}

	@Test
	void aDecisionIsPartOfTheTraceOfItsCommandAndHasNothingOfItButItsOutcome() {
		decide(this.traces, TRACEPARENT);
		List<SpanData> spans = this.exported.getFinishedSpanItems();
		assertThat(spans).allSatisfy((span) -> {
			assertThat(span.getName()).isEqualTo("process user-commands");
			assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
			assertThat(span.toString()).doesNotContainIgnoringCase("zoe");
		});
		assertThat(spans).extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("enrol.outcome")))
			.containsExactly("registered", "repeated", "email_already_registered", null);
		assertThat(spans.get(3).getStatus()).isEqualTo(StatusData.error());
		assertThat(spans.get(3).getAttributes().get(AttributeKey.stringKey("error.type")))
			.isEqualTo(UndecidableCommandException.class.getName());
	}

	@Test
	void theLogOfADeadLetterNamesItsPositionAndItsTrace() {
		Logger logger = (Logger) LoggerFactory.getLogger(CommandDeadLetters.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		try {
			decide(this.traces, TRACEPARENT);
			decide(this.traces, null);
		}
		finally {
			logger.detachAppender(lines);
		}
		assertThat(lines.list).extracting((line) -> line.getKeyValuePairs().toString())
			.containsExactly(
					"[topic=\"user-commands\", partition=\"0\", offset=\"3\", traceId=\"4bf92f3577b34da6a3ce929d0e0e4736\"]",
					"[topic=\"user-commands\", partition=\"0\", offset=\"3\"]");
	}

	@Test
	void commandsWithoutATraceHaveEventsWithout() {
		assertThat(decide(this.traces, null)).usingRecursiveFieldByFieldElementComparator()
			.isEqualTo(decide(RecordTraces.OFF, null));
		assertThat(this.exported.getFinishedSpanItems()).isEmpty();
	}

	/**
	 * Decides commands that are accepted, repeated, refused and none at all, from the
	 * beginning.
	 * @return the event, the replies and the dead letter, as their bytes
	 */
	private List<TestRecord<?, ?>> decide(RecordTraces traces, String traceparent) {
		Properties config = new Properties();
		config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		config.put(StreamsConfig.STATE_DIR_CONFIG, this.stateDirectory.resolve(traces.toString()).toString());
		config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, CommandDeadLetters.class);
		Topology topology = RegistrationTopology.addTo(new Topology(),
				RegistrationTopology.processor((correlationId, reply) -> false, traces));
		try (TopologyTestDriver driver = new TopologyTestDriver(topology, config, Instant.EPOCH)) {
			TestInputTopic<byte[], byte[]> commands = driver.createInputTopic(CommandRecords.COMMANDS_TOPIC,
					new ByteArraySerializer(), new ByteArraySerializer());
			RegisterUser other = command("key-2", "01KAS3T8R5Y9M2V7QX4ZB6N1CE");
			for (RegisterUser command : List.of(ZOE, ZOE, other)) {
				commands.pipeInput(record("zoe@example.com", command, traceparent));
			}
			commands.pipeInput(record("Zoe@example.com", ZOE, traceparent));
			return List.of(UserEvents.TOPIC, CommandRecords.REPLIES_TOPIC, RegistrationTopics.COMMANDS_DEAD_LETTER)
				.stream()
				.flatMap((topic) -> driver
					.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
					.readRecordsToList()
					.stream())
				.<TestRecord<?, ?>>map((record) -> record)
				.toList();
		}
	}

	private static TestRecord<byte[], byte[]> record(String key, RegisterUser command, String traceparent) {
		Headers headers = new RecordHeaders();
		headers.add("kafka_correlationId", new byte[CommandRecords.CORRELATION_ID_LENGTH]);
		headers.add("kafka_replyPartition", new byte[Integer.BYTES]);
		if (traceparent != null) {
			headers.add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
		}
		return new TestRecord<>(key.getBytes(StandardCharsets.UTF_8),
				CommandRecords.COMMAND_SERDE.serializer().serialize("", command), headers, command.registeredAt());
	}

	private static RegisterUser command(String key, String id) {
		return new RegisterUser(key, id, "Zoë", "Zoe@example.com", Instant.parse("2026-11-23T12:00:00.123Z"));
	}

	private static String text(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return new String(header.value(), StandardCharsets.US_ASCII);
	}

}
