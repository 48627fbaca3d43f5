/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The worked example of docs/events.md: an imagined next release adds an optional
 * property, then a version 2 that requires it, and a new type of event. Consumers of
 * before and after read the log of both.
 */
class EventVersioningTests {

	private static final String REGISTERED = "io.github.enrol.user-registered.";

	private static final String RENAMED = "io.github.enrol.user-renamed.v1";

	private static final Instant TIME = Instant.parse("2026-11-23T20:54:07.123Z");

	private static final String ID = "01KAS3T8R5Y9M2V7QX4ZB6N1CD";

	private static final UserRegistered BEFORE = new UserRegistered(ID, "Zoë Test", "Zoe.Test@Example.com", TIME);

	private final UserEventDeserializer before = new UserEventDeserializer();

	private final EventReader<Later> after = new EventReader<>(
			Map.of(REGISTERED + "v1", (value) -> RegisteredV2.of(RecordJson.read(value, UserRegistered.class)),
					REGISTERED + "v2", (value) -> RecordJson.read(value, RegisteredV2.class), RENAMED,
					(value) -> RecordJson.read(value, Renamed.class)));

	@ParameterizedTest
	@ValueSource(strings = { "user-registered.v1", "user-registered.v1.sequence" })
	void eventsOfBeforeAreReadBefore(String headers) {
		assertThat(readBefore("/golden/" + headers, "/golden/user-registered.v1")).isEqualTo(BEFORE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-registered.v1", "user-registered.v1.sequence" })
	void eventsOfBeforeBecomeTheNewModelAfter(String headers) {
		assertThat(readAfter("/golden/" + headers, "/golden/user-registered.v1"))
			.isEqualTo(new RegisteredV2(ID, "Zoë Test", "Zoe.Test@Example.com", TIME, "und"));
	}

	/** Step 1: the same version, with one property more. */
	@Test
	void anAddedPropertyIsReadByBoth() {
		Headers v1 = Golden.headers("/golden/user-registered.v1.headers");
		byte[] value = Golden.bytes("/versioning/user-registered.v2.json");
		assertThat(this.before.deserialize(UserEvents.TOPIC, v1, value)).isEqualTo(BEFORE);
		assertThat(this.after.read(v1, value)).isInstanceOf(RegisteredV2.class);
		assertThat(Golden.flaws("https://enrol.github.io/schemas/user-registered.v1.schema.json",
				new String(value, StandardCharsets.UTF_8)))
			.isEmpty();
	}

	/** Step 2: the property is required, so that the version is another. */
	@Test
	void aNewVersionIsReadAfter() {
		assertThat(readAfter("/versioning/user-registered.v2", "/versioning/user-registered.v2"))
			.isEqualTo(new RegisteredV2(ID, "Zoë Test", "Zoe.Test@Example.com", TIME, "de-AT"));
	}

	@Test
	void aNewTypeIsReadAfter() {
		assertThat(readAfter("/versioning/user-renamed.v1", "/versioning/user-renamed.v1"))
			.isEqualTo(new Renamed(ID, "Zoë Renamed", Instant.parse("2026-11-24T08:00:00Z")));
	}

	/** Skipped by its name, without a look at its value. */
	@ParameterizedTest
	@CsvSource({ "user-registered.v2, io.github.enrol.user-registered.v2", "user-renamed.v1, " + RENAMED })
	void aConsumerOfBeforeCanTellANewVersionOrTypeFromABrokenRecord(String name, String type) {
		assertThatExceptionOfType(UnknownEventTypeException.class)
			.isThrownBy(() -> readBefore("/versioning/" + name, "/versioning/" + name))
			.satisfies((unknown) -> assertThat(unknown.type()).isEqualTo(type));
	}

	/** Whatever reads the log can order the events of one address. */
	@Test
	void sequencesCountTheEventsOfAnAddressAcrossTypes() {
		assertThat(Stream.of("/golden/user-registered.v1.sequence", "/versioning/user-renamed.v1")
			.map((name) -> CloudEventHeaders.sequence(Golden.headers(name + ".headers")).orElseThrow()))
			.containsExactly(1L, 2L);
		assertThat(CloudEventHeaders.sequence(Golden.headers("/golden/user-registered.v1.headers"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "user-registered.v2, de-AT, not a tag!", "user-registered.v2, locale, locales",
			"user-registered.v2, user_id, id", "user-renamed.v1, renamed_at, at" })
	void theNewSchemasTakeTheNewEventsAndRefuseOthers(String name, String text, String other) {
		String schema = "https://enrol.github.io/schemas/" + name + ".schema.json";
		String value = Golden.text("/versioning/" + name + ".json");
		assertThat(Golden.flaws(schema, value)).isEmpty();
		assertThat(Golden.flaws(schema, value.replace(text, other))).isNotEmpty();
	}

	private UserEvent readBefore(String headers, String value) {
		return this.before.deserialize(UserEvents.TOPIC, Golden.headers(headers + ".headers"),
				Golden.bytes(value + ".json"));
	}

	private Later readAfter(String headers, String value) {
		return this.after.read(Golden.headers(headers + ".headers"), Golden.bytes(value + ".json"));
	}

	/** The model of the next release. */
	private interface Later {

	}

	private record RegisteredV2(@JsonProperty("user_id") String userId, @JsonProperty("username") String username,
			@JsonProperty("email") String email, @JsonProperty("registered_at") Instant registeredAt,
			@JsonProperty("locale") String locale) implements Later {

		/** The upcaster: nobody asked for the language then. */
		static RegisteredV2 of(UserRegistered v1) {
			return new RegisteredV2(v1.userId(), v1.username(), v1.email(), v1.registeredAt(),
					Locale.ROOT.toLanguageTag());
		}

	}

	private record Renamed(@JsonProperty("user_id") String userId, @JsonProperty("username") String username,
			@JsonProperty("renamed_at") Instant renamedAt) implements Later {

	}

}
