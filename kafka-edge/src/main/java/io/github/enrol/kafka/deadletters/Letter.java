/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * A dead letter without personal data.
 *
 * @param topic of the letter
 * @param partition of that topic
 * @param offset in that partition
 * @param timestamp of the letter: when the event was set aside, or when the command was
 * written
 * @param originalTopic of the event or command
 * @param originalPartition of that topic
 * @param originalOffset in that partition
 * @param type the class of the exception
 * @param reason the exception's message, if it cannot quote personal data
 */
public record Letter(String topic, int partition, long offset, Instant timestamp, String originalTopic,
		int originalPartition, long originalOffset, String type, @Nullable String reason) {

	/** Records of {@code user-commands} that cannot be decided. */
	public static final String COMMANDS_TOPIC = "user-commands.dlt";

	/** Header prefix of Kafka Streams' dead letters (KIP-1034). */
	private static final String STREAMS = "__streams.errors.";

	/**
	 * Parses a letter of the projector or of the command-service.
	 * @return empty if the record is not a dead letter
	 */
	public static Optional<Letter> of(ConsumerRecord<?, ?> record) {
		Headers headers = record.headers();
		return (headers.lastHeader(STREAMS + "offset") != null) ? ofCommand(record, headers) : ofEvent(record, headers);
	}

	private static Optional<Letter> ofEvent(ConsumerRecord<?, ?> record, Headers headers) {
		byte[] partition = value(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION);
		byte[] offset = value(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET);
		if (partition.length != Integer.BYTES || offset.length != Long.BYTES) {
			return Optional.empty();
		}
		return Optional.of(of(record, text(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC),
				ByteBuffer.wrap(partition).getInt(), ByteBuffer.wrap(offset).getLong(),
				text(headers, KafkaHeaders.DLT_EXCEPTION_FQCN), text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE)));
	}

	private static Optional<Letter> ofCommand(ConsumerRecord<?, ?> record, Headers headers) {
		try {
			return Optional
				.of(of(record, text(headers, STREAMS + "topic"), Integer.parseInt(text(headers, STREAMS + "partition")),
						Long.parseLong(text(headers, STREAMS + "offset")), text(headers, STREAMS + "exception"),
						text(headers, STREAMS + "message")));
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	private static Letter of(ConsumerRecord<?, ?> record, String originalTopic, int originalPartition,
			long originalOffset, String type, String message) {
		// Messages of other exceptions may quote the record or a row.
		boolean quotesNothing = type.equals(SerializationException.class.getName())
				|| type.endsWith(".UndecidableCommandException");
		return new Letter(record.topic(), record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()),
				originalTopic, originalPartition, originalOffset, type, quotesNothing ? message : null);
	}

	private static String text(Headers headers, String name) {
		return new String(value(headers, name), StandardCharsets.UTF_8);
	}

	private static byte[] value(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null && header.value() != null) ? header.value() : new byte[0];
	}

}
