/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CommandJsonTests {

	private static final Instant NOW = Instant.parse("2026-11-26T01:02:03.456789Z");

	private static final String COMPLETE = """
			{"command_id":"key","user_id":"01KAS3T8R5Y9M2V7QX4ZB6N1CD","username":"Ada","email":"Ada@Example.org", \
			"registered_at":"2026-11-23T22:27:11.053Z","later":1}""";

	@Test
	void aCompleteCommandIsLeftAsItIs() {
		CommandJson command = of(COMPLETE);
		assertThat(new String(command.value(), StandardCharsets.UTF_8)).isEqualTo(COMPLETE);
		assertThat(new String(command.key(), StandardCharsets.UTF_8)).isEqualTo("ada@example.org");
	}

	/** With the same id each time, so that a second replay is the same command. */
	@Test
	void whatIsMissingIsAdded() {
		CommandJson command = of("{\"username\":\"Ada\",\"email\":\"ada@example.org\"}");
		assertThat(new String(command.value(), StandardCharsets.UTF_8))
			.contains("\"username\":\"Ada\"", "\"command_id\":\"user-commands.dlt/0/3\"",
					"\"registered_at\":\"2026-11-26T01:02:03.456Z\"")
			.containsPattern("\"user_id\":\"[0-9A-Z]{26}\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"username":" ","email":"ada@example.org"}|username must not be blank
					{"username":"Ada","email":"ada"}|email must be an email address, with one @
					{"email":"ada@example.org"}|username is missing
					{"username":"Ada","email":"ada@example.org","user_id":"1"}|user_id must be a ULID in upper case
					{"username":"Ada","email":"ada@example.org","command_id":""}|command_id must have 1 to 255 visible ASCII characters or spaces
					{"username":"Ada","email":"ada@example.org","registered_at":"2026-11-26T01:02:04Z"}|registered_at must not be later than the timestamp of the record
					[]|the value is not a UserCommand: MismatchedInputException at line 1, column 1
					secret|the value is not a UserCommand: StreamReadException at line 1, column 1
					""")
	void whatWouldBecomeADeadLetterAgainIsRefused(String json, String flaw) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> of(json))
			.withMessageContaining("Nothing was written")
			.withMessageContaining(flaw)
			.withMessageNotContaining("secret");
	}

	private static CommandJson of(String json) {
		return CommandJson.of(json.getBytes(StandardCharsets.UTF_8), "user-commands.dlt/0/3", NOW);
	}

}
