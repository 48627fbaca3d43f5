/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * What a recording of the JDK says about the processor time of Java's threads.
 */
final class ProcessorSamples {

	private ProcessorSamples() {
	}

	/**
	 * Returns the seconds that each part took.
	 */
	static Map<Part, Double> read(Path recording) {
		Map<Part, Double> seconds = new EnumMap<>(Part.class);
		Arrays.stream(Part.values()).forEach((part) -> seconds.put(part, 0.0));
		try (RecordingFile events = new RecordingFile(recording)) {
			while (events.hasMoreEvents()) {
				RecordedEvent event = events.readEvent();
				if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
					Duration period = event.getDuration("samplingPeriod");
					seconds.merge(Part.of(event.getStackTrace(), event.getThread("eventThread")),
							period.toNanos() / 1e9, Double::sum);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return seconds;
	}

	/**
	 * Whose work it was: the innermost method that is in one of the packages decides, so
	 * that what the JDK does belongs to those who asked for it.
	 */
	enum Part {

		SCHEDULING("threads that wait and are woken", "java.lang.VirtualThread", "jdk.internal.vm.Continuation",
				"java.util.concurrent.ForkJoinPool"),

		TOMCAT("HTTP: Tomcat", "org.apache.tomcat.", "org.apache.coyote.", "org.apache.catalina."),

		SPRING("HTTP: Spring", "org.springframework.web.", "org.springframework.http.", "org.springframework.util.",
				"org.springframework.core.", "org.springframework.hateoas.", "org.springframework.boot."),

		SECURITY("tokens: Spring Security", "org.springframework.security.", "com.nimbusds."),

		JSON("JSON in and out", "tools.jackson.", "com.fasterxml."),

		METRICS("metrics: Micrometer", "io.micrometer."),

		KAFKA_METRICS("metrics: Kafka", "org.apache.kafka.common.metrics."),

		ROCKS_DB("RocksDB", "org.rocksdb."),

		STATE("Streams' stores", "org.apache.kafka.streams.state."),

		PRODUCER("producers: commands", "org.apache.kafka.clients.producer."),

		STREAMS_PRODUCER("producers: events, state and replies"),

		CONSUMER("consumers", "org.apache.kafka.clients.consumer.", "org.springframework.kafka."),

		STREAMS("Streams", "org.apache.kafka.streams."),

		OWN("this project's classes", "io.github.enrol."),

		OTHER("the rest");

		private final String text;

		private final List<String> packages;

		Part(String text, String... packages) {
			this.text = text;
			this.packages = List.of(packages);
		}

		private static Part of(@Nullable RecordedStackTrace stack, @Nullable RecordedThread thread) {
			Part part = Optional.ofNullable(stack)
				.stream()
				.flatMap((frames) -> frames.getFrames().stream())
				.flatMap((frame) -> of(frame).stream())
				.findFirst()
				.orElse(OTHER);
			boolean inStreams = thread != null && thread.getJavaName() != null
					&& thread.getJavaName().contains("StreamThread");
			return (part == PRODUCER && inStreams) ? STREAMS_PRODUCER : part;
		}

		private static Optional<Part> of(RecordedFrame frame) {
			String type = frame.getMethod().getType().getName();
			return Arrays.stream(values())
				.filter((part) -> part.packages.stream().anyMatch(type::startsWith))
				.findFirst();
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
