/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.util.Map;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Drops messages of Kafka's clients that are normal, or that repeat with every attempt
 * what a service logs once. Their loggers have other messages, which stay.
 */
final class ReportedElsewhere extends TurboFilter {

	private static final Map<String, Pattern> MESSAGES = Map.of(
			// Normal after each commit, until the markers of the transaction are written
			// (ADR 13).
			"org.apache.kafka.clients.producer.internals.Sender",
			Pattern.compile("Got error produce response .* retrying .* Error: CONCURRENT_TRANSACTIONS"),
			// Missing rights, with every attempt.
			"org.apache.kafka.clients.Metadata", Pattern.compile("Topic authorization failed for topics"),
			"org.apache.kafka.clients.consumer.internals.FetchCollector",
			Pattern.compile("Not authorized to read from partition"),
			"org.springframework.kafka.listener.KafkaMessageListenerContainer",
			Pattern.compile("Authentication/Authorization Exception, retrying in "),
			// The exception handler logs its cause.
			"org.apache.kafka.streams.KafkaStreams",
			Pattern.compile("Replacing thread in the streams uncaught exception handler"));

	/**
	 * Adds the filter to the loggers of this JVM, if it is not there.
	 */
	static void install(LoggerContext context) {
		if (context.getTurboFilterList().stream().noneMatch(ReportedElsewhere.class::isInstance)) {
			context.addTurboFilter(new ReportedElsewhere());
		}
	}

	/**
	 * Decides about a message, which Kafka's loggers have formatted by then.
	 */
	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String message,
			Object @Nullable [] arguments, @Nullable Throwable failure) {
		if (message == null || level.toInt() < Level.WARN_INT) {
			return FilterReply.NEUTRAL;
		}
		Pattern pattern = MESSAGES.get(logger.getName());
		return (pattern != null && pattern.matcher(message).find()) ? FilterReply.DENY : FilterReply.NEUTRAL;
	}

}
