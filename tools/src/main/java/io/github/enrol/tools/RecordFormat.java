/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

import io.github.enrol.events.Timestamps;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows records. Bytes that are not UTF-8 are in hexadecimal, after {@code 0x}.
 */
final class RecordFormat {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** Of letters and commands; all others are text. */
	private static final Set<String> NUMBERS = Set.of(KafkaHeaders.DLT_ORIGINAL_PARTITION,
			KafkaHeaders.DLT_ORIGINAL_OFFSET, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, KafkaHeaders.REPLY_PARTITION);

	private RecordFormat() {
	}

	/**
	 * Returns lines for people: position, time and key, each header, and the value.
	 * Control characters are escaped, since anybody can write records and a terminal
	 * obeys some.
	 */
	static String text(ConsumerRecord<byte[], byte[]> record) {
		StringBuilder text = new StringBuilder();
		text.append("%s %d %d  %s  %s%n".formatted(record.topic(), record.partition(), record.offset(), time(record),
				(record.key() != null) ? printable(text(record.key())) : "(no key)"));
		for (Header header : record.headers()) {
			text.append("    %s: %s%n".formatted(printable(header.key()), printable(value(header))));
		}
		return text
			.append("    %s%n".formatted((record.value() != null) ? printable(text(record.value())) : "(no value)"))
			.toString();
	}

	/**
	 * Returns one line of JSON. A header that occurs more than once has an array. A value
	 * that is compact JSON is embedded, any other is a text.
	 */
	static String json(ConsumerRecord<byte[], byte[]> record) {
		ObjectNode json = MAPPER.createObjectNode()
			.put("topic", record.topic())
			.put("partition", record.partition())
			.put("offset", record.offset())
			.put("timestamp", time(record))
			.put("key", (record.key() != null) ? text(record.key()) : null);
		ObjectNode headers = json.putObject("headers");
		for (Header header : record.headers()) {
			JsonNode before = headers.get(header.key());
			if (before == null) {
				headers.put(header.key(), value(header));
			}
			else if (before instanceof ArrayNode several) {
				several.add(value(header));
			}
			else {
				headers.putArray(header.key()).add(before).add(value(header));
			}
		}
		json.set("value", (record.value() != null) ? embedded(text(record.value())) : MAPPER.nullNode());
		return MAPPER.writeValueAsString(json);
	}

	private static JsonNode embedded(String value) {
		try {
			JsonNode node = MAPPER.readTree(value);
			if (node.isContainer() && MAPPER.writeValueAsString(node).equals(value)) {
				return node;
			}
		}
		catch (JacksonException ex) {
			// Not JSON.
		}
		return MAPPER.getNodeFactory().stringNode(value);
	}

	private static String time(ConsumerRecord<?, ?> record) {
		return (record.timestamp() >= 0 && record.timestamp() <= Timestamps.MAX.toEpochMilli())
				? Timestamps.format(Instant.ofEpochMilli(record.timestamp())) : Long.toString(record.timestamp());
	}

	private static String value(Header header) {
		byte @Nullable [] value = header.value();
		if (value == null) {
			return "";
		}
		if (NUMBERS.contains(header.key()) && value.length == Integer.BYTES) {
			return Integer.toString(ByteBuffer.wrap(value).getInt());
		}
		if (NUMBERS.contains(header.key()) && value.length == Long.BYTES) {
			return Long.toString(ByteBuffer.wrap(value).getLong());
		}
		return text(value);
	}

	private static String text(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return "0x" + HexFormat.of().formatHex(bytes);
		}
	}

	/**
	 * Escapes what a terminal would obey, or show in another order than it is written.
	 */
	static String printable(String text) {
		StringBuilder printable = new StringBuilder();
		text.codePoints().forEach((character) -> {
			int type = Character.getType(character);
			boolean visible = type != Character.CONTROL && type != Character.FORMAT && type != Character.LINE_SEPARATOR
					&& type != Character.PARAGRAPH_SEPARATOR;
			if (visible) {
				printable.appendCodePoint(character);
			}
			else {
				printable.append("\\u{%x}".formatted(character));
			}
		});
		return printable.toString();
	}

}
