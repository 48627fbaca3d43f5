/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import io.github.enrol.command.registration.CommandRules;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.Registration;
import io.github.enrol.command.registration.RegistrationDecider;
import io.github.enrol.command.registration.RegistrationDecision;
import io.github.enrol.command.registration.RegistrationDecision.Reason;
import io.github.enrol.command.registration.RegistrationDecision.Rejected;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UnknownEventTypeException;
import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StateRecordsTests {

	private static final String CHANGELOG = "command-service-registrations-changelog";

	private static final RegisterUser COMMAND = new RegisterUser("key-1", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë",
			"Zoe@example.com", Instant.parse("2026-11-23T20:54:07.123Z"));

	private static final UserRegistered EVENT = new UserRegistered(COMMAND.userId(), COMMAND.username(),
			COMMAND.email(), COMMAND.registeredAt());

	private final RecordHeaders headers = new RecordHeaders();

	private final byte[] value = UserEvents.serde().serializer().serialize(UserEvents.TOPIC, this.headers, EVENT);

	@Test
	void theStateIsTheOneThatTheCommandLedToButForItsId() {
		CloudEventHeaders.commandOffset(this.headers, 41);
		CloudEventHeaders.sequence(this.headers, 1);
		ProducerRecord<byte[], byte[]> record = after(this.value);
		assertThat(record.topic()).isEqualTo(CHANGELOG);
		assertThat(record.partition()).isEqualTo(3);
		assertThat(record.key()).isEqualTo("zoe@example.com".getBytes(StandardCharsets.UTF_8));
		assertThat(record.timestamp()).isEqualTo(COMMAND.registeredAt().toEpochMilli());
		Registration evolved = RegistrationDecider.evolve(EVENT, COMMAND, 41);
		assertThat(state(record)).usingRecursiveComparison().ignoringFields("commandId").isEqualTo(evolved);
	}

	/** Whoever knows name and address of somebody else learns no user id. */
	@Test
	void nothingRepeatsACommandThatIsNotKnown() {
		Registration state = state(after(this.value));
		assertThat(decide("key-1", state)).isEqualTo(new Rejected(Reason.EMAIL_ALREADY_REGISTERED));
		assertThat(decide(state.commandId(), state)).isNotInstanceOf(Rejected.class);
		assertThat(CommandRules.flaw("zoe@example.com", command(state.commandId()), COMMAND.registeredAt()))
			.startsWith("command_id must have");
	}

	@Test
	void anEventOfAnotherClusterHasNoPosition() {
		assertThat(state(after(this.value)).commandOffset()).isEqualTo(-1);
		assertThat(state(after(this.value)).version()).isEqualTo(1);
	}

	@Test
	void anErasureFreesTheAddress() {
		RecordHeaders erased = new RecordHeaders();
		byte[] none = UserEvents.serde()
			.serializer()
			.serialize(UserEvents.TOPIC, erased, new UserErased(COMMAND.userId(), COMMAND.registeredAt()));
		assertThat(after(none, erased).value()).isNull();
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> after(null))
			.withMessageContaining("no value");
	}

	@Test
	void whatIsNoEventIsToldFromOneOfALaterVersion() {
		byte[] broken = "secret".getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> after(broken))
			.withMessageNotContaining("secret");
		this.headers.remove(CloudEventHeaders.TYPE)
			.add(CloudEventHeaders.TYPE, "later".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(UnknownEventTypeException.class).isThrownBy(() -> after(this.value));
	}

	private static RegistrationDecision decide(String commandId, Registration state) {
		return RegistrationDecider.decide(command(commandId), state);
	}

	private static RegisterUser command(String commandId) {
		return new RegisterUser(commandId, COMMAND.userId(), COMMAND.username(), COMMAND.email(),
				COMMAND.registeredAt());
	}

	private static Registration state(ProducerRecord<byte[], byte[]> record) {
		return StateRecords.SERDE.deserializer().deserialize(CHANGELOG, record.value());
	}

	private ProducerRecord<byte[], byte[]> after(byte @Nullable [] value) {
		return after(value, this.headers);
	}

	private static ProducerRecord<byte[], byte[]> after(byte @Nullable [] value, RecordHeaders headers) {
		return StateRecords.after(
				new ConsumerRecord<>(UserEvents.TOPIC, 3, 17, COMMAND.registeredAt().toEpochMilli(),
						TimestampType.CREATE_TIME, ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE,
						"zoe@example.com".getBytes(StandardCharsets.UTF_8), value, headers, Optional.empty()),
				CHANGELOG);
	}

}
