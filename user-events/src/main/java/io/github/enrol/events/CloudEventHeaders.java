/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The record headers of an event: CloudEvents 1.0 in the binary content mode of its Kafka
 * protocol binding, where the attribute {@code id} becomes the header {@code ce_id}.
 */
public final class CloudEventHeaders {

	public static final String SPEC_VERSION = "ce_specversion";

	public static final String ID = "ce_id";

	public static final String TYPE = "ce_type";

	public static final String SOURCE = "ce_source";

	public static final String SUBJECT = "ce_subject";

	public static final String TIME = "ce_time";

	public static final String DATA_SCHEMA = "ce_dataschema";

	public static final String CONTENT_TYPE = "content-type";

	/**
	 * Extension attribute: the offset in {@code user-commands} of the command that the
	 * event answers; its partition is the event's own. Together they form a
	 * {@link ConsistencyToken}.
	 */
	public static final String COMMAND_OFFSET = "ce_commandoffset";

	/**
	 * Attribute of the <a href=
	 * "https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sequence.md">
	 * sequence extension</a>: the version of the event's aggregate, that is the number of
	 * the user's events so far, itself included; after an erasure, another registration
	 * of the address begins with 1. Ten decimal digits, because the extension compares
	 * values as text. Events written before 2026-11-27 have none.
	 */
	public static final String SEQUENCE = "ce_sequence";

	/**
	 * Attribute of the <a href=
	 * "https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md">
	 * distributed tracing extension</a>, only of events whose command was traced.
	 */
	public static final String TRACEPARENT = "ce_traceparent";

	/** The same, where instrumentations of Kafka's clients look for it. */
	private static final String KAFKA_TRACEPARENT = "traceparent";

	private static final long MAX_SEQUENCE = 9_999_999_999L;

	private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

	private CloudEventHeaders() {
	}

	/**
	 * Returns the offset of the event's command.
	 * @return empty if the header is missing or not a decimal number
	 */
	public static OptionalLong commandOffset(Headers headers) {
		return number(headers, COMMAND_OFFSET);
	}

	public static void commandOffset(Headers headers, long offset) {
		set(headers, COMMAND_OFFSET, Long.toString(offset));
	}

	/**
	 * Returns the version of the event's aggregate, 1 for its first event.
	 * @return empty if the header is missing, as in old events, or not a decimal number
	 */
	public static OptionalLong sequence(Headers headers) {
		return number(headers, SEQUENCE);
	}

	/**
	 * Sets the version of the event's aggregate.
	 * @param version 1 to 9,999,999,999
	 */
	public static void sequence(Headers headers, long version) {
		if (version < 1 || version > MAX_SEQUENCE) {
			throw new IllegalArgumentException("a version is a number from 1 to " + MAX_SEQUENCE);
		}
		String digits = Long.toString(version);
		set(headers, SEQUENCE, "0".repeat(10 - digits.length()) + digits);
	}

	/**
	 * Returns the user of an event.
	 * @return empty if the header is missing or no ULID
	 */
	public static Optional<String> userId(Headers headers) {
		return Optional.ofNullable(text(headers, SUBJECT)).filter(UserId::isCanonical);
	}

	/**
	 * Sets the span in which the event came about.
	 * @param traceparent as in
	 * <a href= "https://www.w3.org/TR/trace-context/#traceparent-header">Trace
	 * Context</a>
	 */
	public static void traceparent(Headers headers, String traceparent) {
		set(headers, TRACEPARENT, traceparent);
		set(headers, KAFKA_TRACEPARENT, traceparent);
	}

	private static OptionalLong number(Headers headers, String name) {
		String value = text(headers, name);
		return (value != null && OFFSET.matcher(value).matches()) ? OptionalLong.of(Long.parseLong(value))
				: OptionalLong.empty();
	}

	static void set(Headers headers, String name, String value) {
		headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
	}

	static @Nullable String text(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

}
