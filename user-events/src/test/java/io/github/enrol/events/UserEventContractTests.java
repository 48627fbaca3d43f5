/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

	private final UserEventSerializer serializer = new UserEventSerializer();

	private final UserEventDeserializer deserializer = new UserEventDeserializer();

	@Test
	void writesTheGoldenFile() {
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, 41);
		byte[] value = this.serializer.serialize(UserEvents.TOPIC, headers, EVENT);
		assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo(golden("user-registered.v1.json"));
		List<String> lines = StreamSupport.stream(headers.spliterator(), false)
			.map((header) -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
			.toList();
		assertThat(lines).containsExactlyElementsOf(golden("user-registered.v1.headers").lines().toList());
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

	@Test
	void readsTheGoldenFile() {
		Headers headers = goldenHeaders();
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
	@EnumSource(UserEventType.class)
	void theGoldenFileOfEachVersionMatchesItsPublishedSchema(UserEventType type) {
		String name = type.ceType.substring("io.github.enrol.".length());
		Schema schema = schema(name + ".schema.json");
		assertThat(schema.validate(golden(name + ".json"), InputFormat.JSON)).isEmpty();
		assertThat(resource("/io/github/enrol/events/" + name + ".schema.json")).contains("\"" + type.schema + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-11-23T20:54:07.000Z", "2026-11-23T20:54:07Z" })
	void theSchemaAllowsWholeSecondsInTheCurrentAndTheOldFormat(String time) {
		assertThat(schema("user-registered.v1.schema.json").validate(
				golden("user-registered.v1.json").replace("2026-11-23T20:54:07.123Z", time), InputFormat.JSON,
				(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true))))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			01KAS3T8R5Y9M2V7QX4ZB6N1CD | 1
			username                   | 2
			2026-11-23T20:54:07.123Z   | yesterday
			2026-11-23T20:54:07.123Z   | 2026-11-23T21:54:07.123+01:00
			2026-11-23T20:54:07.123Z   | 2026-13-23T20:54:07.123Z
			2026-11-23T20:54:07.123Z   | +10000-11-23T20:54:07.123Z
			""")
	void theSchemaRefusesOtherValues(String value, String other) {
		List<Error> errors = schema("user-registered.v1.schema.json").validate(
				golden("user-registered.v1.json").replace(value, other), InputFormat.JSON,
				(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)));
		assertThat(errors).isNotEmpty();
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

	private static Schema schema(String name) {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(resource("/io/github/enrol/events/" + name), InputFormat.JSON);
	}

	private static Headers goldenHeaders() {
		Headers headers = new RecordHeaders();
		golden("user-registered.v1.headers").lines()
			.map((line) -> line.split("=", 2))
			.forEach((header) -> CloudEventHeaders.set(headers, header[0], header[1]));
		return headers;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String golden(String name) {
		return resource("/golden/" + name);
	}

	private static String resource(String name) {
		try (InputStream in = UserEventContractTests.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
