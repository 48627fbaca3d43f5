/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.github.enrol.command.registration.RegistrationDecision.Reason;
import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserRegistered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	@Test
	void aUserIsErased() {
		given(this.zoe).when(erase(this.zoe)).then(new UserErased(this.zoe.userId(), NOON.plusSeconds(2)));
	}

	@Test
	void theAddressOfAnErasedUserIsFree() {
		RegisterUser next = with("key-2", "Zoe", "zoe@example.com");
		given(this.zoe, erase(this.zoe)).when(next)
			.then(new UserRegistered(next.userId(), "Zoe", "zoe@example.com", NOON.plusSeconds(1)));
	}

	/** The key is forgotten with the address. */
	@Test
	void aRetryAfterTheErasureIsANewRegistration() {
		given(this.zoe, erase(this.zoe)).when(this.zoe)
			.then(new UserRegistered(this.zoe.userId(), "Zoë", "zoe@example.com", NOON));
	}

	@Test
	void anAddressThatNobodyRegisteredHasNoUser() {
		given().when(erase(this.zoe)).thenNothingHappens().rejectedFor(Reason.USER_NOT_FOUND);
	}

	@Test
	void aUserIsErasedOnce() {
		given(this.zoe, erase(this.zoe)).when(erase(this.zoe)).thenNothingHappens().rejectedFor(Reason.USER_NOT_FOUND);
	}

	@Test
	void aRepeatedErasureDoesNotReachTheNextUserOfTheAddress() {
		given(this.zoe, erase(this.zoe), with("key-2", "Zoe", "zoe@example.com")).when(erase(this.zoe))
			.thenNothingHappens()
			.rejectedFor(Reason.USER_NOT_FOUND);
	}

	/**
	 * At each place of a random log, the address has the user whom a model of two lines
	 * expects, and versions count the user's events.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void registrationsAndErasuresAlternate(long seed) {
		Random random = new Random(seed);
		Address address = new Address();
		String registered = null;
		for (int i = 0; i < 200; i++) {
			String id = "01KAS3T8R5Y9M2V7QX4ZB6N1C" + random.nextInt(4);
			boolean erasure = random.nextBoolean();
			UserCommand command = erasure ? new EraseUser("e", id, "zoe@example.com", NOON)
					: new RegisterUser("k" + i, id, "Zoë", "zoe@example.com", NOON);
			address.when(command);
			if (erasure && id.equals(registered)) {
				assertThat(address.last()).isEqualTo(new RegistrationDecision.Erased(new UserErased(id, NOON), 2));
				registered = null;
			}
			else if (!erasure && registered == null) {
				assertThat(address.state.version()).isEqualTo(1);
				registered = id;
			}
			else {
				address.thenNothingHappens();
			}
			assertThat(address.user()).isEqualTo(registered);
		}
	}

	/**
	 * As after a loss of the committed offsets: whoever was erased is erased in the end
	 * (ADR 21).
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void aLogThatIsDecidedAgainEndsInTheSameState(long seed) {
		Random random = new Random(seed);
		List<UserCommand> log = new ArrayList<>();
		Address address = new Address();
		for (int i = 0; i < 50; i++) {
			// Each registration has an id of its own, which nobody knows before.
			int user = random.nextInt(Math.max(1, i));
			log.add(i > 0 && random.nextBoolean() && log.get(user) instanceof RegisterUser known
					? new EraseUser("e", known.userId(), "zoe@example.com", NOON)
					: new RegisterUser("k" + random.nextInt(4), "01KAS3T8R5Y9M2V7QX4ZB6N1%02d".formatted(i), "Zoë",
							"zoe@example.com", NOON));
			address.when(log.get(i));
			Address again = new Address();
			again.state = address.state;
			log.forEach(again::when);
			assertThat(again.user()).as("after %s", i).isEqualTo(address.user());
		}
	}

	private static EraseUser erase(RegisterUser user) {
		return new EraseUser("e", user.userId(), user.email(), NOON.plusSeconds(2));
	}

	private static RegisterUser with(String commandId, String username, String email) {
		return new RegisterUser(commandId, "01KAS3T8R5Y9M2V7QX4ZB6N1CE", username, email, NOON.plusSeconds(1));
	}

	private static Address given(UserCommand... log) {
		Address address = new Address();
		for (UserCommand command : log) {
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

		Address when(UserCommand command) {
			RegistrationDecision decision = RegistrationDecider.decide(command, this.state);
			this.event = decision.fold((accepted) -> Optional.of(accepted.event()),
					(erased) -> Optional.of(erased.event()), (repeated) -> Optional.empty(),
					(rejected) -> Optional.empty());
			this.event.ifPresent((happened) -> this.state = (happened instanceof UserRegistered registered)
					? RegistrationDecider.evolve(registered, (RegisterUser) command, this.decisions.size()) : null);
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

		String user() {
			return (this.state != null) ? this.state.userId() : null;
		}

		private RegistrationDecision last() {
			return this.decisions.get(this.decisions.size() - 1);
		}

	}

}
