/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import io.github.enrol.command.registration.EraseUser;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.Registration;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stored formats are read for ever: a golden file is never edited, and a new format gets
 * a new file beside it.
 */
class WireFormatTests {

	private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.400Z");

	private static final RegisterUser COMMAND = new RegisterUser("key-1", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë",
			"Zoe@example.com", TIME);

	private static final EraseUser ERASURE = new EraseUser("01KAS3T8R5Y9M2V7QX4ZB6N1CE", "01KAS3T8R5Y9M2V7QX4ZB6N1CD",
			"Zoe@example.com", Instant.parse("2026-11-27T12:00:00.400Z"));

	private static final Registration STATE = new Registration("01KAS3T8R5Y9M2V7QX4ZB6N1CD", "key-1",
			COMMAND.fingerprint(), 1, TIME, 42);

	private static final Serde<Registration> STATE_SERDE = new JsonSerde<>(Registration.class);

	@Test
	void commandsAreWrittenInTheirFormat() throws IOException {
		assertThat(written(CommandRecords.COMMAND_SERDE, COMMAND)).isEqualTo(golden("command.json"));
		assertThat(written(CommandRecords.COMMAND_SERDE, ERASURE)).isEqualTo(golden("command-erase.json"));
	}

	@Test
	void anErasureIsRead() throws IOException {
		assertThat(read(CommandRecords.COMMAND_SERDE, "command-erase.json")).isEqualTo(ERASURE);
		String more = golden("command-erase.json").replaceFirst("}$", ",\"later\":{\"a\":[1]}}");
		assertThat(CommandRecords.COMMAND_SERDE.deserializer().deserialize("", more.getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(ERASURE);
	}

	/** Never a registration, whatever else it has. */
	@ParameterizedTest
	@ValueSource(strings = { "merge-users", "", "Erase-User", "register-user" })
	void aCommandOfAnotherTypeIsRefused(String type) throws IOException {
		String json = golden("command.json").replaceFirst("}$", ",\"type\":\"" + type + "\"}");
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> command(json.getBytes(StandardCharsets.UTF_8)))
			.withMessage("the value is not a UserCommand: the type is not known here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "command_id", "user_id", "email", "erased_at" })
	void anIncompleteErasureIsRefused(String property) throws IOException {
		String json = golden("command-erase.json").replace(property, "other");
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> command(json.getBytes(StandardCharsets.UTF_8)))
			.withMessage("the value is not a UserCommand: " + property + " is missing");
	}

	@Test
	void statesAreWrittenInTheirFormat() throws IOException {
		assertThat(written(STATE_SERDE, STATE)).isEqualTo(golden("state.json"));
	}

	@Test
	void repliesAreWrittenInTheirFormat() throws IOException {
		assertThat(written(CommandRecords.REPLY_SERDE,
				new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 1, 42)))
			.isEqualTo(golden("reply-registered.json"));
		assertThat(written(CommandRecords.REPLY_SERDE,
				new RegistrationReply(Outcome.EMAIL_ALREADY_REGISTERED, null, 1, 43)))
			.isEqualTo(golden("reply-email-already-registered.json"));
		assertThat(
				written(CommandRecords.REPLY_SERDE, new RegistrationReply(Outcome.IDEMPOTENCY_KEY_REUSED, null, 1, 44)))
			.isEqualTo(golden("reply-idempotency-key-reused.json"));
		assertThat(written(CommandRecords.REPLY_SERDE,
				new RegistrationReply(Outcome.ERASED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 1, 45)))
			.isEqualTo(golden("reply-erased.json"));
		assertThat(written(CommandRecords.REPLY_SERDE, new RegistrationReply(Outcome.USER_NOT_FOUND, null, 1, 46)))
			.isEqualTo(golden("reply-user-not-found.json"));
	}

	/**
	 * Before 2026-11-25 a time had as many digits as it needed.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "command.json", "command-2026-11-24.json", "command-with-more.json" })
	void everyCommandEverWrittenIsRead(String file) throws IOException {
		assertThat(read(CommandRecords.COMMAND_SERDE, file)).isEqualTo(COMMAND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "state.json", "state-2026-11-24.json", "state-with-more.json" })
	void everyStateEverWrittenIsRead(String file) throws IOException {
		assertThat(read(STATE_SERDE, file)).isEqualTo(STATE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reply-registered.json", "reply-with-more.json" })
	void everyReplyEverWrittenIsRead(String file) throws IOException {
		assertThat(read(CommandRecords.REPLY_SERDE, file))
			.isEqualTo(new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 1, 42));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{}", "{\"command_id\":\"k\"}", "not json", "{}{}", "\ufeff{}" })
	void invalidCommandsAreRefusedWithoutQuotingThem(String json) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> command(json.getBytes("UTF-8")))
			.withMessageNotContainingAny("not json")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"username\":42", "\"username\":true", "\"username\":4.2", "\"username\":[]",
			"\"username\":null", "\"registered_at\":\"yesterday\"", "\"registered_at\":\"+292278995-01-01\"",
			"\"command_id\":{}", "\"user_id\":7" })
	void aPropertyOfAnotherTypeIsRefused(String property) throws IOException {
		String json = golden("command.json").replaceFirst("}$", "," + property + "}");
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> command(json.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void otherEncodingsAreRefused() throws IOException {
		String json = golden("command.json");
		for (String charset : new String[] { "UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1" }) {
			assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> command(json.getBytes(charset)))
				.withMessage("the bytes are not valid UTF-8");
		}
		byte[] overlong = json.replace("Zoë", "Zo\u0001").getBytes(StandardCharsets.ISO_8859_1);
		byte[] slash = new String(overlong, StandardCharsets.ISO_8859_1).replace("\u0001", "\u00C0\u00AF")
			.getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> command(slash));
		byte[] replacement = json.replace("Zoë", "Zo\ufffd").getBytes(StandardCharsets.UTF_8);
		assertThat(command(replacement).username()).isEqualTo("Zo\ufffd");
	}

	private static RegisterUser command(byte[] bytes) {
		return (RegisterUser) CommandRecords.COMMAND_SERDE.deserializer().deserialize("", bytes);
	}

	private static <T> String written(Serde<T> serde, T value) {
		return new String(serde.serializer().serialize("", value), StandardCharsets.UTF_8);
	}

	private static <T> T read(Serde<T> serde, String file) throws IOException {
		return serde.deserializer().deserialize("", golden(file).getBytes(StandardCharsets.UTF_8));
	}

	private static String golden(String file) throws IOException {
		return Files.readString(Path.of("src/test/resources/golden", file)).stripTrailing();
	}

}
