/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class CommandRulesTests {

	private static final String ID = "01KAS3T8R5Y9M2V7QX4ZB6N1CD";

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

	@Test
	void commandsOfTheServiceCanBeDecided() {
		assertThat(flaw("zoe@example.com", command("key-1", ID, "Zoë", "Zoe@Example.com", NOON), NOON)).isNull();
		assertThat(flaw("zoe@example.com", command("01KAS3T8R5Y9M2V7QX4ZB6N1CE", ID, "Z", "zoe@example.com", NOON),
				NOON.plusSeconds(3600)))
			.isNull();
	}

	@ParameterizedTest
	@MethodSource("flaws")
	void commandsThatBreakARuleCannotBeDecided(String key, RegisterUser command, String flaw) {
		assertThat(flaw(key, command, NOON)).isEqualTo(flaw);
	}

	static Stream<Arguments> flaws() {
		String commandId = "command_id must have 1 to 255 visible ASCII characters or spaces";
		String userId = "user_id must be a ULID in upper case";
		String spaces = "username and email must have no white space around them";
		String key = "the key must be the normalised email";
		String range = "registered_at must be between 1970-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z";
		return Stream.of(of(commandId, command("", ID, "Zoë", "zoe@example.com", NOON)),
				of(commandId, command("k".repeat(256), ID, "Zoë", "zoe@example.com", NOON)),
				of(commandId, command("schlüssel", ID, "Zoë", "zoe@example.com", NOON)),
				of(commandId, command("\ud800", ID, "Zoë", "zoe@example.com", NOON)),
				of(commandId, command("k\n", ID, "Zoë", "zoe@example.com", NOON)),
				of(userId, command("k", "1", "Zoë", "zoe@example.com", NOON)),
				of(userId, command("k", ID.toLowerCase(), "Zoë", "zoe@example.com", NOON)),
				of(userId, command("k", "8" + ID.substring(1), "Zoë", "zoe@example.com", NOON)),
				of("username must not be blank", command("k", ID, " ", "zoe@example.com", NOON)),
				of("username must be at most 100 characters long",
						command("k", ID, "Z".repeat(101), "zoe@example.com", NOON)),
				of(spaces, command("k", ID, "Zoë ", "zoe@example.com", NOON)),
				of(spaces, command("k", ID, "Zoë", " zoe@example.com", NOON)),
				of("email must not be blank", command("k", ID, "Zoë", "", NOON)),
				of("email must be an email address, with one @", command("k", ID, "Zoë", "zoe", NOON)),
				arguments("Zoe@example.com", command("k", ID, "Zoë", "Zoe@example.com", NOON), key),
				arguments(" zoe@example.com", command("k", ID, "Zoë", "zoe@example.com", NOON), key),
				arguments("", command("k", ID, "Zoë", "zoe@example.com", NOON), key),
				of(range, command("k", ID, "Zoë", "zoe@example.com", Instant.parse("1969-12-31T23:59:59.999Z"))),
				of(range, command("k", ID, "Zoë", "zoe@example.com", Instant.parse("+10000-01-01T00:00:00Z"))),
				of(range, command("k", ID, "Zoë", "zoe@example.com", Instant.MAX)),
				of(range, command("k", ID, "Zoë", "zoe@example.com", Instant.MIN)),
				of("registered_at must be in whole milliseconds",
						command("k", ID, "Zoë", "zoe@example.com", NOON.plusNanos(1))),
				of("registered_at must not be later than the timestamp of the record",
						command("k", ID, "Zoë", "zoe@example.com", NOON.plusMillis(1))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "k", " ", "~", "a b" })
	void aCommandIdHasTheFormOfAnIdempotencyKey(String commandId) {
		assertThat(flaw("zoe@example.com", command(commandId, ID, "Zoë", "zoe@example.com", NOON), NOON)).isNull();
	}

	@Test
	void theLongestCommandIdIsAccepted() {
		assertThat(flaw("zoe@example.com", command("k".repeat(255), ID, "Zoë", "zoe@example.com", NOON), NOON))
			.isNull();
	}

	@Test
	void theEpochIsTheEarliestTime() {
		assertThat(flaw("zoe@example.com", command("k", ID, "Zoë", "zoe@example.com", Instant.EPOCH), Instant.EPOCH))
			.isNull();
	}

	@Test
	void erasuresObeyTheSameRules() {
		assertThat(flaw("zoe@example.com", erasure("k", ID, "Zoe@Example.com", NOON))).isNull();
		assertThat(flaw("zoe@example.com", erasure("", ID, "zoe@example.com", NOON))).startsWith("command_id must");
		assertThat(flaw("zoe@example.com", erasure("k", "x", "zoe@example.com", NOON))).startsWith("user_id must");
		assertThat(flaw("zoe@example.com", erasure("k", ID, "zoe", NOON))).startsWith("email must");
		assertThat(flaw("zoe@example.com", erasure("k", ID, "zoe@example.com ", NOON))).contains("white space");
		assertThat(flaw("z@example.com", erasure("k", ID, "zoe@example.com", NOON))).startsWith("the key must");
		assertThat(flaw("zoe@example.com", erasure("k", ID, "zoe@example.com", NOON.plusMillis(1))))
			.isEqualTo("erased_at must not be later than the timestamp of the record");
	}

	private static EraseUser erasure(String commandId, String userId, String email, Instant time) {
		return new EraseUser(commandId, userId, email, time);
	}

	private static String flaw(String key, EraseUser command) {
		return CommandRules.flaw(key, command, NOON);
	}

	private static Arguments of(String flaw, RegisterUser command) {
		return arguments("zoe@example.com", command, flaw);
	}

	private static RegisterUser command(String commandId, String userId, String username, String email,
			Instant registeredAt) {
		return new RegisterUser(commandId, userId, username, email, registeredAt);
	}

	private static String flaw(String key, RegisterUser command, Instant timestamp) {
		return CommandRules.flaw(key, command, timestamp);
	}

}
