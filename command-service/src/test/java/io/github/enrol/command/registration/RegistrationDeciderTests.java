/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.enrol.command.registration.RegistrationDecision.Reason;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserRegistered;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationDeciderTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000Z");

	private final RegisterUser zoe = new RegisterUser("key-1", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë", "zoe@example.com",
			NOON);

	@Test
	void aFreeAddressIsRegistered() {
		given().when(this.zoe).then(new UserRegistered("01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë", "zoe@example.com", NOON));
	}

	@Test
	void anotherRequestForTheAddressIsRejected() {
		given(this.zoe).when(with("key-2", "Zoë", "zoe@example.com"))
			.thenNothingHappens()
			.rejectedFor(Reason.EMAIL_ALREADY_REGISTERED);
	}

	@Test
	void aRetryIsAnsweredAsTheFirstTime() {
		given(this.zoe).when(with("key-1", "Zoë", "zoe@example.com")).thenNothingHappens().repeats(this.zoe);
	}

	@Test
	void aRetryIsAnsweredAsTheFirstTimeEvenAfterOthersWereRejected() {
		given(this.zoe, with("key-2", "Zoë", "zoe@example.com")).when(with("key-1", "Zoë", "zoe@example.com"))
			.thenNothingHappens()
			.repeats(this.zoe);
	}

	@Test
	void theSameKeyWithAnotherNameIsRejected() {
		given(this.zoe).when(with("key-1", "Zoe", "zoe@example.com"))
			.thenNothingHappens()
			.rejectedFor(Reason.IDEMPOTENCY_KEY_REUSED);
	}

	@Test
	void theSameKeyWithTheAddressTypedDifferentlyIsRejected() {
		given(this.zoe).when(with("key-1", "Zoë", "ZOE@example.com"))
			.thenNothingHappens()
			.rejectedFor(Reason.IDEMPOTENCY_KEY_REUSED);
	}

	@Test
	void aKeyThatWasOnlyRejectedIsNotRemembered() {
		given(this.zoe, with("key-2", "Zoë", "zoe@example.com")).when(with("key-2", "Other", "zoe@example.com"))
			.thenNothingHappens()
			.rejectedFor(Reason.EMAIL_ALREADY_REGISTERED);
	}

	@Test
	void theSameLogGivesTheSameOutcomes() {
		List<RegisterUser> log = List.of(this.zoe, with("key-2", "A", "zoe@example.com"), this.zoe,
				with("key-1", "B", "zoe@example.com"));
		assertThat(given(log.toArray(RegisterUser[]::new)).decisions)
			.isEqualTo(given(log.toArray(RegisterUser[]::new)).decisions);
	}

	@Test
	void movingTextBetweenFieldsIsAnotherPayload() {
		assertThat(with("k", "ab", "c@example.com").fingerprint())
			.isNotEqualTo(with("k", "a", "bc@example.com").fingerprint());
	}

	@Test
	void remembersTheOffsetOfTheAcceptedCommand() {
		assertThat(given(with("key-1", "A", "zoe@example.com"), with("key-2", "B", "zoe@example.com")).state)
			.isEqualTo(new Registration("01KAS3T8R5Y9M2V7QX4ZB6N1CE", "key-1",
					with("key-1", "A", "zoe@example.com").fingerprint(), 1, NOON.plusSeconds(1), 0));
	}

	private static RegisterUser with(String commandId, String username, String email) {
		return new RegisterUser(commandId, "01KAS3T8R5Y9M2V7QX4ZB6N1CE", username, email, NOON.plusSeconds(1));
	}

	private static Address given(RegisterUser... log) {
		Address address = new Address();
		for (RegisterUser command : log) {
			address.when(command);
		}
		return address;
	}

	/**
	 * One address and the decisions about it.
	 */
	private static final class Address {

		private final List<RegistrationDecision> decisions = new ArrayList<>();

		private Registration state;

		private Optional<UserEvent> event = Optional.empty();

		Address when(RegisterUser command) {
			RegistrationDecision decision = RegistrationDecider.decide(command, this.state);
			this.event = decision.fold((accepted) -> Optional.of(accepted.event()), (repeated) -> Optional.empty(),
					(rejected) -> Optional.empty());
			this.event.ifPresent((happened) -> this.state = RegistrationDecider.evolve((UserRegistered) happened,
					command, this.decisions.size()));
			this.decisions.add(decision);
			return this;
		}

		void then(UserEvent expected) {
			assertThat(this.event).contains(expected);
		}

		Address thenNothingHappens() {
			assertThat(this.event).isEmpty();
			return this;
		}

		void rejectedFor(Reason reason) {
			assertThat(last()).isEqualTo(new RegistrationDecision.Rejected(reason));
		}

		void repeats(RegisterUser first) {
			assertThat(last()).isEqualTo(new RegistrationDecision.Repeated(this.state));
			assertThat(this.state.userId()).isEqualTo(first.userId());
		}

		private RegistrationDecision last() {
			return this.decisions.get(this.decisions.size() - 1);
		}

	}

}
