/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of dead letters. Anybody can write to these topics: any other record is
 * ignored and never causes an error.
 */
class LetterTests {

	private static final String SAFE = "org.apache.kafka.common.errors.SerializationException";

	@Test
	void readsTheLetterOfAnEvent() {
		assertThat(Letter.of(record("user-events.dlt", event(SAFE, "the record has no key"))))
			.hasValue(new Letter("user-events.dlt", 1, 17, Instant.ofEpochMilli(1_000), "user-events", 2, 42, SAFE,
					"the record has no key"));
	}

	@Test
	void readsTheLetterOfACommand() {
		assertThat(Letter.of(record("user-commands.dlt", command(SAFE, "the value is null"))))
			.hasValue(new Letter("user-commands.dlt", 1, 17, Instant.ofEpochMilli(1_000), "user-commands", 3, 43, SAFE,
					"the value is null"));
	}

	@ParameterizedTest
	@CsvSource({ SAFE + ", true", "io.github.enrol.command.registration.streams.UndecidableCommandException, true",
			"org.springframework.dao.DuplicateKeyException, false", "java.lang.IllegalStateException, false" })
	void aReasonIsShownIfItCannotQuoteTheRecord(String type, boolean shown) {
		Optional<String> expected = shown ? Optional.of("the reason") : Optional.empty();
		for (Map<String, byte[]> headers : List.of(event(type, "the reason"), command(type, "the reason"))) {
			Letter letter = Letter.of(record("dlt", headers)).orElseThrow();
			assertThat(letter.type()).isEqualTo(type);
			assertThat(Optional.ofNullable(letter.reason())).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "kafka_dlt-original-partition", "kafka_dlt-original-offset" })
	void anEventWithoutAPositionIsNoLetter(String header) {
		for (byte[] value : new byte[][] { null, {}, { 1 }, bytes("nine bytes") }) {
			Map<String, byte[]> headers = event(SAFE, "reason");
			headers.put(header, value);
			assertThat(Letter.of(record("user-events.dlt", headers))).isEmpty();
			headers.remove(header);
			assertThat(Letter.of(record("user-events.dlt", headers))).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "99999999999999999999" })
	void aCommandWithoutAPositionIsNoLetter(String value) {
		Map<String, byte[]> partition = command(SAFE, "reason");
		partition.put("__streams.errors.partition", bytes(value));
		assertThat(Letter.of(record("user-commands.dlt", partition))).isEmpty();
		Map<String, byte[]> offset = command(SAFE, "reason");
		offset.put("__streams.errors.offset", bytes(value));
		assertThat(Letter.of(record("user-commands.dlt", offset))).isEmpty();
	}

	@Test
	void anyOtherRecordIsNoLetter() {
		assertThat(Letter.of(record("user-events.dlt", Map.of()))).isEmpty();
	}

	private static Map<String, byte[]> event(String type, String message) {
		Map<String, byte[]> headers = new LinkedHashMap<>();
		headers.put("kafka_dlt-original-topic", bytes("user-events"));
		headers.put("kafka_dlt-original-partition", ByteBuffer.allocate(Integer.BYTES).putInt(2).array());
		headers.put("kafka_dlt-original-offset", ByteBuffer.allocate(Long.BYTES).putLong(42).array());
		headers.put("kafka_dlt-exception-fqcn", bytes(type));
		headers.put("kafka_dlt-exception-message", bytes(message));
		return headers;
	}

	private static Map<String, byte[]> command(String type, String message) {
		Map<String, byte[]> headers = new LinkedHashMap<>();
		headers.put("__streams.errors.topic", bytes("user-commands"));
		headers.put("__streams.errors.partition", bytes("3"));
		headers.put("__streams.errors.offset", bytes("43"));
		headers.put("__streams.errors.exception", bytes(type));
		headers.put("__streams.errors.message", bytes(message));
		return headers;
	}

	private static ConsumerRecord<String, byte[]> record(String topic, Map<String, byte[]> values) {
		Headers headers = new RecordHeaders();
		values.forEach(headers::add);
		return new ConsumerRecord<>(topic, 1, 17, 1_000, TimestampType.CREATE_TIME, ConsumerRecord.NULL_SIZE,
				ConsumerRecord.NULL_SIZE, "key", new byte[0], headers, Optional.empty());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
