/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LoggedEventTests {

	private static final Instant TIME = Instant.parse("2026-11-23T20:54:07.123Z");

	private final RecordHeaders headers = new RecordHeaders();

	private final byte[] value;

	LoggedEventTests() {
		CloudEventHeaders.commandOffset(this.headers, 41);
		CloudEventHeaders.sequence(this.headers, 1);
		this.value = UserEvents.serde()
			.serializer()
			.serialize(UserEvents.TOPIC, this.headers,
					new UserRegistered("01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë Test", "Zoe.Test@Example.com", TIME));
	}

	/** Files are read as long as there are any. */
	@Test
	void anEventIsALine() throws IOException {
		try (InputStream golden = LoggedEventTests.class.getResourceAsStream("/golden/user-registered.v1.jsonl")) {
			assertThat(line(event(this.value)) + "\n")
				.isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	@Test
	void aRecordIsTheSameAfterwardsButForThePositionOfItsCommand() {
		assertSame(this.value);
	}

	/** Which erases a user. */
	@Test
	void anEventWithoutDataStaysOneWithoutData() {
		this.headers.remove(CloudEventHeaders.CONTENT_TYPE).remove(CloudEventHeaders.DATA_SCHEMA);
		assertSame(null);
		assertThat(line(event(null))).doesNotContain("data");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": 1}", "{\"a\":1,\"a\":2}", "{\"a\":1.0e5}", "{\"a\":12345678901234567890.10}",
			"{\"a\":\"\\u00e9\"}", "{", "", "null", "\"text\"", "[1]", "{\"a\":[{\"b\":null}]}", "line\nline" })
	void dataIsTheSameByteForByte(String data) {
		assertSame(data.getBytes(StandardCharsets.UTF_8));
		assertThat(line(event(data.getBytes(StandardCharsets.UTF_8)))).doesNotContain("\n");
	}

	@Test
	void anyBytesAreTheSame() {
		this.headers.remove(CloudEventHeaders.CONTENT_TYPE);
		assertSame(new byte[] { (byte) 0xff, 0, 1 });
		assertSame(this.value);
	}

	@Test
	void attributesOfLaterVersionsAreKept() {
		this.headers.add("ce_traceparent", bytes("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
			.add("other", bytes("left out"));
		ProducerRecord<byte[], byte[]> record = copy(this.value);
		assertThat(record.headers().lastHeader("ce_traceparent").value()).startsWith(bytes("00-"));
		assertThat(record.headers().lastHeader("other")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time" })
	void whatLacksAnAttributeIsNoEvent(String header) {
		this.headers.remove(header);
		assertThat(LoggedEvent.of(record(this.value))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "yesterday", "1969-12-31T23:59:59Z", "+1000000000-12-31T23:59:59Z" })
	void whatHasNoTimeIsNoEvent(String time) {
		this.headers.remove(CloudEventHeaders.TIME).add(CloudEventHeaders.TIME, bytes(time));
		assertThat(LoggedEvent.of(record(this.value))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ce_data", "ce_partitionkey", "ce_", "ce_Upper", "ce_data_base64" })
	void noAttributeIsMistakenForSomethingElse(String header) {
		this.headers.add(header, bytes("value"));
		assertThat(LoggedEvent.of(record(this.value))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret", "[\"secret\"]", "{\"secret\":1}", "{\"id\":\"secret\",\"id\":\"secret\"}",
			"{\"partitionkey\":\"secret\",\"id\":{\"secret\":1}}",
			"{\"partitionkey\":\"secret\",\"data_base64\":\"!\"}", "{} {}" })
	void aLineThatIsNoneIsToldWithoutItsContent(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventJson.event(EventJson.parse(line)))
			.withMessageNotContaining("secret");
	}

	private void assertSame(byte @Nullable [] data) {
		ConsumerRecord<byte[], byte[]> original = record(data);
		ProducerRecord<byte[], byte[]> copy = copy(data);
		assertThat(copy.key()).isEqualTo(original.key());
		assertThat(copy.value()).isEqualTo(original.value());
		assertThat(copy.timestamp()).isEqualTo(original.timestamp());
		assertThat(copy.headers().toArray()).containsExactly(Stream.of(original.headers().toArray())
			.filter((header) -> !header.key().equals(CloudEventHeaders.COMMAND_OFFSET))
			.toArray(Header[]::new));
	}

	private ProducerRecord<byte[], byte[]> copy(byte @Nullable [] data) {
		return EventJson.event(EventJson.parse(line(event(data)))).withoutPosition().record(UserEvents.TOPIC, 0);
	}

	private LoggedEvent event(byte @Nullable [] data) {
		return LoggedEvent.of(record(data)).orElseThrow();
	}

	private static String line(LoggedEvent event) {
		return new String(EventJson.write(event), StandardCharsets.UTF_8);
	}

	private ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
		return new ConsumerRecord<>(UserEvents.TOPIC, 1, 17, TIME.toEpochMilli(), TimestampType.CREATE_TIME,
				ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE, bytes("zoe.test@example.com"), value, this.headers,
				Optional.empty());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
