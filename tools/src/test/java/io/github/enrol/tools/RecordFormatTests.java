/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordFormatTests {

	private final RecordHeaders headers = new RecordHeaders();

	@Test
	void textHasPositionHeadersAndValue() {
		this.headers.add("ce_id", bytes("7"));
		assertThat(RecordFormat.text(record("ada@example.org", "{\"a\":1}")).lines())
			.containsExactly("topic 1 17  2026-11-23T20:54:07.123Z  ada@example.org", "    ce_id: 7", "    {\"a\":1}");
		assertThat(RecordFormat.text(record(null, null))).contains("(no key)", "(no value)");
	}

	@Test
	void jsonEmbedsCompactJson() {
		this.headers.add("ce_id", bytes("7"));
		assertThat(RecordFormat.json(record("ada@example.org", "{\"a\":1}"))).isEqualTo("""
				{"topic":"topic","partition":1,"offset":17,"timestamp":"2026-11-23T20:54:07.123Z",\
				"key":"ada@example.org","headers":{"ce_id":"7"},"value":{"a":1}}""");
		assertThat(RecordFormat.json(record(null, null))).contains("\"key\":null", "\"value\":null");
	}

	/** So that a copy has what the record has. */
	@Test
	void jsonKeepsAnyOtherValueAsText() {
		assertThat(RecordFormat.json(record(null, "{\"a\": 1}"))).endsWith("\"value\":\"{\\\"a\\\": 1}\"}");
		assertThat(RecordFormat.json(record(null, "{\"a\":1,\"a\":1}")))
			.endsWith("\"value\":\"{\\\"a\\\":1,\\\"a\\\":1}\"}");
		assertThat(RecordFormat.json(record(null, "line\nline"))).doesNotContain("\n");
	}

	@Test
	void aRepeatedHeaderHasAllItsValues() {
		this.headers.add("a", bytes("1")).add("b", null).add("a", bytes("2")).add("a", bytes("3"));
		assertThat(RecordFormat.json(record(null, null)))
			.contains("\"headers\":{\"a\":[\"1\",\"2\",\"3\"],\"b\":\"\"}");
	}

	@Test
	void positionsAreNumbersAndOtherBytesHexadecimal() {
		this.headers.add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(2).array())
			.add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(42).array())
			.add("kafka_correlationId", new byte[] { (byte) 0xff, 1 });
		assertThat(RecordFormat.text(record(null, null))).contains("kafka_dlt-original-partition: 2\n",
				"kafka_dlt-original-offset: 42\n", "kafka_correlationId: 0xff01\n");
	}

	/** Anybody can write records. */
	@Test
	void aTerminalObeysNothingInARecord() {
		this.headers.add("a\u001b[2J", bytes("\u009b2J\u202e"));
		String text = RecordFormat.text(record("\u001b]0;title\u0007", "line\nline"));
		assertThat(text.chars().filter((character) -> character != '\n'))
			.noneMatch((character) -> Character.isISOControl(character) || character == 0x202e);
		assertThat(text).contains("\\u{1b}[2J", "line\\u{a}line");
	}

	private ConsumerRecord<byte[], byte[]> record(@Nullable String key, @Nullable String value) {
		return new ConsumerRecord<>("topic", 1, 17, 1_795_467_247_123L, TimestampType.CREATE_TIME,
				ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE, (key != null) ? bytes(key) : null,
				(value != null) ? bytes(value) : null, this.headers, Optional.empty());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
