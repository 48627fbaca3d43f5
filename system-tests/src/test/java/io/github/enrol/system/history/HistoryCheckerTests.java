/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checker accepts a correct history and detects each kind of violation.
 */
class HistoryCheckerTests {

	private static final User A = new User("id-a", "ann", "a@example.com", "a@example.com");

	private static final User B = new User("id-b", "bob", "B@example.com", "b@example.com");

	private static final Attempt ANN = new Attempt("a@example.com", "ann", "k1", 0, 5, 201, "id-a", 200);

	private static final Attempt BOB = new Attempt("B@example.com", "bob", null, 0, 5, 201, "id-b", 0);

	private static final Event ERASED = new Event("a@example.com", "id-a", null);

	@Test
	void aGoodHistoryPasses() {
		Attempt late = new Attempt("A@example.com", "eve", null, 9, 12, 409, null, 0);
		Attempt unknown = new Attempt("c@example.com", "cyd", null, 9, 12, 503, null, 0);
		assertThat(check(List.of(ANN, BOB, late, unknown), List.of(A, B))).isEmpty();
	}

	@Test
	void anUnansweredRegistrationMayHaveTakenPlace() {
		Attempt broken = new Attempt("a@example.com", "ann", "k1", 0, 5, 0, null, 0);
		Attempt retried = new Attempt("B@example.com", "bob", null, 6, 7, 409, null, 0);
		Attempt before = new Attempt("B@example.com", "bob", null, 0, 5, 503, null, 0);
		assertThat(check(List.of(broken, before, retried), List.of(A, B))).isEmpty();
	}

	@Test
	void aLostRegistrationIsCaught() {
		assertCaught(check(List.of(ANN, BOB), List.of(A)), "a registration that was answered 201 is lost");
	}

	@Test
	void twoEventsForOneAddressAreCaught() {
		User other = new User("id-x", "ann", "a@example.com", "a@example.com");
		assertCaught(check(List.of(ANN), List.of(A, other)), "an address has more than one event");
	}

	@Test
	void twoAnswersForOneAddressAreCaught() {
		Attempt other = new Attempt("a@example.com", "eve", null, 0, 5, 201, "id-x", 0);
		assertCaught(check(List.of(ANN, other), List.of(A)), "an address was given to several users");
	}

	@Test
	void anotherUsersAnswerIsCaught() {
		Attempt crossed = new Attempt("a@example.com", "ann", null, 0, 5, 201, "id-b", 0);
		assertCaught(check(List.of(crossed, BOB), List.of(A, B)), "an answer belongs to another request");
	}

	@Test
	void aRetryWithAnotherOutcomeIsCaught() {
		Attempt retried = new Attempt("a@example.com", "ann", "k1", 6, 7, 409, null, 0);
		assertCaught(check(List.of(ANN, retried), List.of(A)), "refused in favour of itself");
	}

	@Test
	void aRefusalOfAFreeAddressIsCaught() {
		Attempt refused = new Attempt("c@example.com", "cyd", null, 0, 5, 409, null, 0);
		assertCaught(check(List.of(refused), List.of()), "refused, and nobody has the address");
	}

	@Test
	void anEventWithoutARequestIsCaught() {
		assertCaught(check(List.of(ANN), List.of(A, B)), "an event that nobody asked for");
	}

	@Test
	void aUserThatIsNotFoundIsCaught() {
		assertCaught(check(List.of(ANN.followed(404)), List.of(A)), "the user was not found behind Location");
	}

	@Test
	void anyOtherAnswerIsCaught() {
		Attempt failed = new Attempt("c@example.com", "cyd", null, 0, 5, 500, null, 0);
		assertCaught(check(List.of(failed), List.of()), "an answer with the status 500");
	}

	@Test
	void sourcesThatDifferAreCaught() {
		assertCaught(
				HistoryChecker.check(List.of(ANN, BOB), List.of(), events(List.of(A, B)), List.of(A), List.of(A, B), 1),
				"missing in the database");
		assertCaught(HistoryChecker.check(List.of(ANN, BOB), List.of(), events(List.of(A, B)), List.of(A, B),
				List.of(A, B, B), 2), "too much in GET /users");
		assertCaught(HistoryChecker.check(List.of(ANN), List.of(), events(List.of(A)), List.of(A), List.of(A), 2),
				"total is 2, and there are 1 users");
	}

	@Test
	void aGoodHistoryWithErasuresPasses() {
		Attempt again = new Attempt("A@example.com", "eve", null, 9, 12, 201, "id-e", 0);
		User eve = new User("id-e", "eve", "A@example.com", "a@example.com");
		Erasure broken = new Erasure("a@example.com", "id-a", 0, 0);
		Erasure repeated = new Erasure("a@example.com", "id-a", 404, 404);
		assertThat(checkErasures(List.of(ANN, again, BOB), List.of(broken, repeated),
				List.of(Event.of(A), ERASED, Event.of(eve), Event.of(B))))
			.isEmpty();
		assertThat(checkErasures(List.of(ANN), List.of(new Erasure("A@example.com", "id-a", 200, 404)),
				List.of(Event.of(A), ERASED)))
			.isEmpty();
		assertThat(checkErasures(List.of(ANN), List.of(broken), List.of(Event.of(A)))).isEmpty();
	}

	@Test
	void anErasureThatIsLostIsCaught() {
		for (int status : new int[] { 200, 404 }) {
			assertCaught(checkErasures(List.of(ANN), List.of(new Erasure("a@example.com", "id-a", status, 0)),
					List.of(Event.of(A))), "an erasure that was answered " + status + " is lost");
		}
	}

	@Test
	void anErasedUserWhoIsStillThereIsCaught() {
		Erasure erasure = new Erasure("a@example.com", "id-a", 200, 0);
		assertCaught(HistoryChecker.check(List.of(ANN), List.of(erasure), List.of(Event.of(A), ERASED), List.of(A),
				List.of(), 1), "too much in the database");
		assertCaught(checkErasures(List.of(ANN), List.of(new Erasure("a@example.com", "id-a", 200, 200)),
				List.of(Event.of(A), ERASED)), "an erased user was found behind the link");
	}

	@Test
	void erasuresThatNobodyAskedForAreCaught() {
		assertCaught(checkErasures(List.of(ANN), List.of(), List.of(Event.of(A), ERASED)),
				"an erasure that nobody asked for");
		Erasure erasure = new Erasure("a@example.com", "id-a", 200, 0);
		assertCaught(checkErasures(List.of(ANN), List.of(erasure), List.of(Event.of(A), ERASED, ERASED)),
				"somebody was erased who was not registered");
	}

	@Test
	void twoUsersOfOneAddressWithoutAnErasureBetweenAreCaught() {
		User eve = new User("id-e", "eve", "A@example.com", "a@example.com");
		Attempt again = new Attempt("A@example.com", "eve", null, 9, 12, 201, "id-e", 0);
		Erasure erasure = new Erasure("a@example.com", "id-a", 200, 0);
		assertCaught(checkErasures(List.of(ANN, again), List.of(erasure), List.of(Event.of(A), Event.of(eve), ERASED)),
				"an address has more than one event");
		assertCaught(checkErasures(List.of(ANN, again), List.of(erasure), List.of(Event.of(A), ERASED)),
				"a registration that was answered 201 is lost");
	}

	@Test
	void pagesThatRepeatOrMissAUserAreCaught() {
		assertThat(HistoryChecker.checkWalk(Set.of("1", "2"), List.of("3", "2", "1"))).isEmpty();
		assertCaught(HistoryChecker.checkWalk(Set.of(), List.of("1", "2", "1")), "paging shows a user twice");
		assertCaught(HistoryChecker.checkWalk(Set.of("1", "2"), List.of("2")), "paging misses a user");
	}

	private static List<Violation> check(List<Attempt> attempts, List<User> users) {
		return HistoryChecker.check(attempts, List.of(), events(users), users, users, users.size());
	}

	private static List<Event> events(List<User> users) {
		return users.stream().map(Event::of).toList();
	}

	private static List<Violation> checkErasures(List<Attempt> attempts, List<Erasure> erasures, List<Event> events) {
		List<User> users = Event.users(events);
		return HistoryChecker.check(attempts, erasures, events, users, users, users.size());
	}

	private static void assertCaught(List<Violation> violations, String rule) {
		assertThat(violations).extracting(Violation::rule).contains(rule);
		assertThat(violations.get(0).toString()).startsWith(violations.get(0).rule());
	}

}
