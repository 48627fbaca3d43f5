/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.github.enrol.command.registration.gateway.StrictUtf8;
import io.github.enrol.events.CloudEventHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An event of {@code user-events}, wherever it is: as a record, in CloudEvents' binary
 * mode, or in a file, in its JSON format (see {@link EventJson}).
 *
 * @param key the normalised address
 * @param attributes by their names without {@code ce_}, in the order of the headers
 * @param data null if there is none, as in the event that erases a user
 */
record LoggedEvent(String key, Map<String, String> attributes, byte @Nullable [] data) {

	static final String CONTENT_TYPE = "datacontenttype";

	private static final String PREFIX = "ce_";

	/** A position in a cluster, without meaning in another one. */
	private static final String COMMAND_OFFSET = CloudEventHeaders.COMMAND_OFFSET.substring(PREFIX.length());

	private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type", "time");

	private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

	/** Members of the JSON that are no attributes. */
	private static final List<String> RESERVED = List.of("data", EventJson.KEY);

	/**
	 * Creates an event.
	 * @throws IllegalArgumentException if it is none, with a phrase without content
	 */
	LoggedEvent {
		for (String name : REQUIRED) {
			if (attributes.getOrDefault(name, "").isEmpty()) {
				throw new IllegalArgumentException("has no " + name);
			}
		}
		for (String name : attributes.keySet()) {
			if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
				throw new IllegalArgumentException("has an attribute with a wrong name");
			}
		}
		time(attributes);
	}

	/**
	 * Reads a record.
	 * @return empty if it is no event, and so none of a command-service. Headers that are
	 * no attributes are left out
	 */
	static Optional<LoggedEvent> of(ConsumerRecord<byte[], byte[]> record) {
		if (record.key() == null) {
			return Optional.empty();
		}
		try {
			Map<String, String> attributes = new LinkedHashMap<>();
			for (Header header : record.headers()) {
				if (header.key().equals(CloudEventHeaders.CONTENT_TYPE)) {
					attributes.put(CONTENT_TYPE, text(header));
				}
				else if (header.key().startsWith(PREFIX)) {
					attributes.put(header.key().substring(PREFIX.length()), text(header));
				}
			}
			return Optional.of(new LoggedEvent(StrictUtf8.decode(record.key()), attributes, record.value()));
		}
		catch (IllegalArgumentException | SerializationException ex) {
			return Optional.empty();
		}
	}

	private static String text(Header header) {
		return (header.value() != null) ? StrictUtf8.decode(header.value()) : "";
	}

	/**
	 * Returns what of the event holds in any cluster: all but the position of its
	 * command, which readers of the read model would wait for, or no longer wait for (ADR
	 * 6).
	 */
	LoggedEvent withoutPosition() {
		Map<String, String> others = new LinkedHashMap<>(this.attributes);
		others.remove(COMMAND_OFFSET);
		return new LoggedEvent(this.key, others, this.data);
	}

	ProducerRecord<byte[], byte[]> record(String topic, int partition) {
		Headers headers = new RecordHeaders();
		this.attributes.forEach((name, value) -> headers
			.add(name.equals(CONTENT_TYPE) ? CloudEventHeaders.CONTENT_TYPE : PREFIX + name, bytes(value)));
		return new ProducerRecord<>(topic, partition, time(this.attributes).toEpochMilli(), keyBytes(), this.data,
				headers);
	}

	byte[] keyBytes() {
		return bytes(this.key);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A record has the time of its event.
	 */
	private static Instant time(Map<String, String> attributes) {
		try {
			Instant time = Instant.parse(attributes.getOrDefault("time", ""));
			if (time.toEpochMilli() >= 0) {
				return time;
			}
		}
		catch (DateTimeException | ArithmeticException ex) {
			// The same.
		}
		throw new IllegalArgumentException("has a time that no record can have");
	}

}
