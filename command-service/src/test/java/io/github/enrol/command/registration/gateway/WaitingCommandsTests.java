/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.command.registration.gateway.WaitingCommands.Waiting;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WaitingCommandsTests {

	private static final RegistrationReply REPLY = new RegistrationReply(Outcome.REGISTERED,
			"01KAS3T8R5Y9M2V7QX4ZB6N1CD", 1, 42);

	private final WaitingCommands commands = new WaitingCommands("test-expiry", Duration.ofMinutes(1));

	@AfterEach
	void close() {
		this.commands.close();
	}

	@Test
	void aReplyReachesItsCommandAndNoOther() {
		Waiting one = this.commands.add();
		Waiting two = this.commands.add();
		assertThat(this.commands.complete(this.commands.correlationId(two), () -> REPLY)).isTrue();
		assertThat(two.reply()).isCompletedWithValue(REPLY);
		assertThat(one.reply()).isNotDone();
	}

	@Test
	void aReplyToAnotherProcessIsNotEvenRead() {
		Waiting own = this.commands.add();
		try (WaitingCommands others = new WaitingCommands("other-expiry", Duration.ofMinutes(1))) {
			Waiting other = others.add();
			assertThat(other.number()).isEqualTo(own.number());
			assertThat(this.commands.complete(others.correlationId(other), () -> {
				throw new AssertionError("read");
			})).isFalse();
		}
		assertThat(own.reply()).isNotDone();
	}

	@Test
	void foreignCorrelationIdsMatchNoCommand() {
		byte[] id = this.commands.correlationId(this.commands.add());
		assertThat(this.commands.complete(new byte[0], () -> REPLY)).isFalse();
		assertThat(this.commands.complete(new byte[15], () -> REPLY)).isFalse();
		byte[] longer = Arrays.copyOf(id, 17);
		assertThat(this.commands.complete(longer, () -> REPLY)).isFalse();
	}

	@Test
	void aCommandExpiresAndALateReplyIsIgnored() {
		try (WaitingCommands impatient = new WaitingCommands("test-expiry", Duration.ofMillis(100))) {
			Waiting command = impatient.add();
			assertThat(command.reply()).failsWithin(5, TimeUnit.SECONDS);
			assertNoReply(command);
			assertThat(impatient.complete(impatient.correlationId(command), () -> REPLY)).isTrue();
			assertNoReply(command);
		}
	}

	@Test
	void anUnreadableReplyIsIgnored() {
		Waiting command = this.commands.add();
		assertThat(this.commands.complete(this.commands.correlationId(command), () -> {
			throw new SerializationException("the value is not a reply");
		})).isTrue();
		assertNoReply(command);
	}

	@Test
	void anAnsweredCommandCannotFailAnyMore() {
		Waiting command = this.commands.add();
		this.commands.complete(this.commands.correlationId(command), () -> REPLY);
		this.commands.fail(command, Reason.NO_REPLY, new IllegalStateException());
		assertThat(command.reply()).isCompletedWithValue(REPLY);
	}

	@Test
	void closingFailsAllWaitingCommands() {
		Waiting command = this.commands.add();
		this.commands.close();
		assertNoReply(command);
	}

	private static void assertNoReply(Waiting command) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(command.reply()::join)
			.havingCause()
			.isInstanceOfSatisfying(RegistrationUnavailableException.class,
					(failure) -> assertThat(failure.reason()).isEqualTo(Reason.NO_REPLY));
	}

}
