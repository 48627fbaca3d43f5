/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Pins every event version ever published. Golden files are never edited: they represent
 * the events in existing logs.
 */
class UserEventContractTests {

	private static final UserRegistered EVENT = new UserRegistered("01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë Test",
			"Zoe.Test@Example.com", Instant.parse("2026-11-23T20:54:07.123Z"));

	private static final UserErased ERASED = new UserErased(EVENT.userId(), Instant.parse("2026-11-27T09:30:00.000Z"));

	private final UserEventSerializer serializer = new UserEventSerializer();

	private final UserEventDeserializer deserializer = new UserEventDeserializer();

	@Test
	void writesTheGoldenFile() {
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, 41);
		CloudEventHeaders.sequence(headers, 1);
		assertThat(this.serializer.serialize(UserEvents.TOPIC, headers, EVENT))
			.isEqualTo(Golden.bytes("/golden/user-registered.v1.json"));
		assertThat(Golden.lines(headers))
			.containsExactlyElementsOf(Golden.text("/golden/user-registered.v1.sequence.headers").lines().toList());
	}

	@Test
	void aTraceIsInTwoHeadersAndTheRestIsTheSame() {
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, 41);
		CloudEventHeaders.sequence(headers, 1);
		CloudEventHeaders.traceparent(headers, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
		assertThat(this.serializer.serialize(UserEvents.TOPIC, headers, EVENT))
			.isEqualTo(Golden.bytes("/golden/user-registered.v1.json"));
		assertThat(Golden.lines(headers))
			.containsExactlyElementsOf(Golden.text("/golden/user-registered.v1.traced.headers").lines().toList());
		assertThat(this.deserializer.deserialize(UserEvents.TOPIC, headers,
				Golden.bytes("/golden/user-registered.v1.json")))
			.isEqualTo(EVENT);
		assertThat(CloudEventHeaders.userId(headers)).contains(EVENT.userId());
		headers.remove("ce_subject").add("ce_subject", new byte[] { 'a', '@', 'b' });
		assertThat(CloudEventHeaders.userId(headers)).isEmpty();
	}

	/** Events had no sequence before 2026-11-27. */
	@Test
	void theSequenceIsAllThatWasAddedSince() {
		Headers headers = Golden.headers("/golden/user-registered.v1.sequence.headers");
		headers.remove(CloudEventHeaders.SEQUENCE);
		assertThat(Golden.lines(headers))
			.containsExactlyElementsOf(Golden.text("/golden/user-registered.v1.headers").lines().toList());
	}

	@ParameterizedTest
	@CsvSource({ "2026-11-23T20:54:07Z, 2026-11-23T20:54:07.000Z", "2026-11-23T20:54:07.4Z, 2026-11-23T20:54:07.400Z",
			"2026-11-23T20:54:07.123Z, 2026-11-23T20:54:07.123Z" })
	void writesTimesToTheMillisecond(Instant time, String written) {
		Headers headers = new RecordHeaders();
		byte[] value = this.serializer.serialize(UserEvents.TOPIC, headers,
				new UserRegistered(EVENT.userId(), EVENT.username(), EVENT.email(), time));
		assertThat(new String(value, StandardCharsets.UTF_8))
			.isEqualTo(golden("user-registered.v1.json").replace("2026-11-23T20:54:07.123Z", written));
		assertThat(CloudEventHeaders.text(headers, CloudEventHeaders.TIME)).isEqualTo(written);
	}

	@Test
	void writesTheSameValueWithoutHeaders() {
		assertThat(new String(this.serializer.serialize(UserEvents.TOPIC, EVENT), StandardCharsets.UTF_8))
			.isEqualTo(golden("user-registered.v1.json"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-registered.v1.headers", "user-registered.v1.sequence.headers" })
	void readsTheGoldenFile(String file) {
		Headers headers = Golden.headers("/golden/" + file);
		UserEvent event = this.deserializer.deserialize(UserEvents.TOPIC, headers,
				bytes(golden("user-registered.v1.json")));
		assertThat(event).isEqualTo(EVENT);
		assertThat(CloudEventHeaders.commandOffset(headers)).hasValue(41);
	}

	@Test
	void readsAnEventWithPropertiesOfLaterVersions() {
		String later = golden("user-registered.v1.json").replace("{", "{\"locale\":{\"language\":\"de\"},");
		assertThat(this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), bytes(later))).isEqualTo(EVENT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"user_id":"secret"
			[]
			null
			{"username":"secret"}
			{"user_id":"secret","username":"secret"}
			{"user_id":"1","username":"2","email":"3","registered_at":"secret"}
			""")
	void saysWhyAValueIsNoEventWithoutRepeatingIt(String value) {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), bytes(value)))
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"user_id":"1"}   | the value is not a UserRegistered: username is missing
			[]                | the value is not a UserRegistered: MismatchedInputException at line 1, column 1
			null              | the value is null
			""")
	void reportsWhereAValueIsInvalid(String value, String reason) {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), bytes(value)))
			.withMessage(reason);
	}

	/**
	 * Written by others, or before times had three fractional digits.
	 */
	@ParameterizedTest
	@CsvSource({ "2026-11-23T20:54:07.123Z, 2026-11-23T20:54:07.123Z", "2026-11-23T20:54:07Z, 2026-11-23T20:54:07Z",
			"2026-11-23T20:54:07.4Z, 2026-11-23T20:54:07.400Z",
			"2026-11-23T20:54:07.123456789Z, 2026-11-23T20:54:07.123456789Z",
			"2026-11-23T21:54:07+01:00, 2026-11-23T20:54:07Z" })
	void readsTimesOfAnyPrecision(String written, Instant time) {
		String value = golden("user-registered.v1.json").replace("2026-11-23T20:54:07.123Z", written);
		assertThat(this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), bytes(value)).occurredAt())
			.isEqualTo(time);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1764107647", "1764107647.123", "1e400", "1e999999999", "true", "[2026, 11, 23]",
			"{}", "\"1764107647\"", "\"1764107647.123\"", "\"\"", "\"2026-11-23\"" })
	void onlyATextWithDateAndTimeIsATime(String json) {
		String value = golden("user-registered.v1.json").replace("\"2026-11-23T20:54:07.123Z\"", json);
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), bytes(value)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "5.5", "false", "[]", "{}", "null" })
	void onlyATextIsAName(String json) {
		String value = golden("user-registered.v1.json").replaceFirst("\"username\":\"[^\"]*\"",
				"\"username\":" + json);
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), bytes(value)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "not JSON" })
	void distinguishesAnUnknownTypeFromABrokenEvent(String value) {
		Headers headers = goldenHeaders();
		CloudEventHeaders.set(headers, CloudEventHeaders.TYPE, "io.github.enrol.user-registered.v2");
		assertThatExceptionOfType(UnknownEventTypeException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, headers, bytes(value)))
			.withMessage("the event type io.github.enrol.user-registered.v2 is not known here")
			.satisfies((unknown) -> assertThat(unknown.type()).isEqualTo("io.github.enrol.user-registered.v2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ce_type", "ce_id", "ce_source", "ce_specversion" })
	void anEventWithoutARequiredAttributeIsBrokenAndNotUnknown(String attribute) {
		Headers headers = goldenHeaders();
		CloudEventHeaders.set(headers, CloudEventHeaders.TYPE, "io.github.enrol.user-registered.v2");
		headers.remove(attribute);
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, headers, bytes("{}")))
			.isExactlyInstanceOf(SerializationException.class)
			.withMessage("the header " + attribute + " is missing");
		CloudEventHeaders.set(headers, attribute, "");
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, headers, bytes("{}")))
			.isExactlyInstanceOf(SerializationException.class)
			.withMessage("the header " + attribute + " is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "a b", "secret@example.com", "a\nb", "\u0000", "ä" })
	void anEventWithAnInvalidTypeIsBrokenAndNotUnknown(String type) {
		Headers headers = goldenHeaders();
		CloudEventHeaders.set(headers, CloudEventHeaders.TYPE, type);
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, headers, bytes("{}")))
			.isExactlyInstanceOf(SerializationException.class)
			.withMessage("the header ce_type does not name a type");
	}

	@Test
	void writesAnErasureAsATombstone() {
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, 57);
		CloudEventHeaders.sequence(headers, 2);
		assertThat(this.serializer.serialize(UserEvents.TOPIC, headers, ERASED)).isNull();
		assertThat(Golden.lines(headers))
			.containsExactlyElementsOf(Golden.text("/golden/user-erased.v1.headers").lines().toList());
	}

	@Test
	void readsTheGoldenTombstone() {
		assertThat(this.deserializer.deserialize(UserEvents.TOPIC, tombstone(), (byte[]) null)).isEqualTo(ERASED);
	}

	@Test
	void anErasureWithAValueIsBroken() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, tombstone(), bytes("{}")))
			.isExactlyInstanceOf(SerializationException.class)
			.withMessage("the record has a value");
	}

	@Test
	void anyOtherEventWithoutAValueIsBroken() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, goldenHeaders(), (byte[]) null))
			.withMessage("the record has no value");
	}

	@ParameterizedTest
	@CsvSource({ "ce_subject,, the header ce_subject is missing", "ce_time,, the header ce_time is missing",
			"ce_time, secret, the header ce_time is not a time", "ce_type,, the header ce_type is missing" })
	void anIncompleteTombstoneIsBroken(String header, String value, String reason) {
		Headers headers = tombstone();
		headers.remove(header);
		if (value != null) {
			CloudEventHeaders.set(headers, header, value);
		}
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.deserializer.deserialize(UserEvents.TOPIC, headers, (byte[]) null))
			.withMessage(reason)
			.withNoCause();
	}

	private static Headers tombstone() {
		return Golden.headers("/golden/user-erased.v1.headers");
	}

	private static Headers goldenHeaders() {
		return Golden.headers("/golden/user-registered.v1.headers");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String golden(String name) {
		return Golden.text("/golden/" + name);
	}

}
