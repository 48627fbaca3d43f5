/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.enrol.events.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Compares the clients' answers with what the sources hold after everything has settled.
 * Independent of how the system works.
 */
public final class HistoryChecker {

	private final Map<String, List<Attempt>> attempts;

	private final Map<String, List<Erasure>> erasures;

	private final Map<String, List<Event>> events;

	private final List<Violation> violations = new ArrayList<>();

	private HistoryChecker(List<Attempt> attempts, List<Erasure> erasures, List<Event> events) {
		this.attempts = attempts.stream()
			.collect(Collectors.groupingBy((attempt) -> EmailAddress.of(attempt.email()).key()));
		this.erasures = erasures.stream()
			.collect(Collectors.groupingBy((erasure) -> EmailAddress.of(erasure.email()).key()));
		this.events = events.stream().collect(Collectors.groupingBy(Event::key));
	}

	/**
	 * Checks a history.
	 * @param events those of {@code user-events}, read committed, in the order of each
	 * partition
	 * @param rows the users in the database
	 * @param pages the users on all pages of {@code GET /users}
	 * @param total the {@code total} of {@code GET /users}
	 */
	public static List<Violation> check(List<Attempt> attempts, List<Erasure> erasures, List<Event> events,
			List<User> rows, List<User> pages, long total) {
		HistoryChecker checker = new HistoryChecker(attempts, erasures, events);
		checker.events.forEach(checker::checkEvents);
		checker.attempts.forEach(checker::checkAnswers);
		checker.erasures.forEach(checker::checkErasures);
		List<User> users = Event.users(events);
		checker.compare("the database", users, rows, Function.identity());
		// A page does not show the key.
		checker.compare("GET /users", users, pages, (user) -> new User(user.id(), user.name(), user.email(), ""));
		if (total != rows.size()) {
			checker.violate("total is " + total + ", and there are " + rows.size() + " users", List.of());
		}
		return checker.violations;
	}

	private void violate(String rule, List<?> evidence) {
		this.violations.add(new Violation(rule, evidence));
	}

	private void checkEvents(String key, List<Event> ofKey) {
		String registered = null;
		for (Event event : ofKey) {
			User user = event.user();
			if (user != null) {
				if (registered != null) {
					violate("an address has more than one event", ofKey);
				}
				registered = user.id();
				requireAsked(key, user);
			}
			else {
				if (!event.userId().equals(registered)) {
					violate("somebody was erased who was not registered", ofKey);
				}
				registered = null;
				if (of(this.erasures, key).stream().noneMatch((asked) -> asked.userId().equals(event.userId()))) {
					violate("an erasure that nobody asked for", List.of(event));
				}
			}
		}
	}

	private void requireAsked(String key, User user) {
		if (of(this.attempts, key).stream()
			.noneMatch((attempt) -> attempt.username().equals(user.name())
					&& attempt.email().strip().equals(user.email()))) {
			violate("an event that nobody asked for", List.of(user));
		}
	}

	private static <T> List<T> of(Map<String, List<T>> all, String key) {
		return all.getOrDefault(key, List.of());
	}

	private void checkErasures(String key, List<Erasure> ofKey) {
		for (Erasure erasure : ofKey) {
			boolean erased = of(this.events, key).stream()
				.anyMatch((event) -> event.user() == null && event.userId().equals(erasure.userId()));
			if (erasure.status() == Erasure.ERASED || erasure.status() == Erasure.NOT_FOUND) {
				if (!erased) {
					violate("an erasure that was answered " + erasure.status() + " is lost", List.of(erasure));
				}
				if (erasure.found() == 200) {
					violate("an erased user was found behind the link", List.of(erasure));
				}
			}
			else if (!erasure.isUndecided()) {
				violate("an erasure with the status " + erasure.status(), List.of(erasure));
			}
		}
	}

	private void checkAnswers(String key, List<Attempt> ofKey) {
		List<Event> events = of(this.events, key);
		if (this.erasures.containsKey(key)) {
			ofKey.forEach((attempt) -> checkAnswerBesideErasures(attempt, events));
			return;
		}
		User winner = events.stream().map(Event::user).findFirst().orElse(null);
		List<Attempt> registered = ofKey.stream().filter((a) -> a.status() == Attempt.REGISTERED).toList();
		if (registered.stream().map(Attempt::userId).distinct().count() > 1) {
			violate("an address was given to several users", registered);
		}
		for (Attempt attempt : ofKey) {
			String broken = brokenRule(attempt, winner, ofKey);
			if (broken != null) {
				List<Object> evidence = new ArrayList<>(
						ofKey.stream().filter((other) -> other.username().equals(attempt.username())).toList());
				if (winner != null) {
					evidence.add(winner);
				}
				violate(broken, evidence);
			}
		}
	}

	/**
	 * The address had several users, and at some times none.
	 */
	private void checkAnswerBesideErasures(Attempt attempt, List<Event> events) {
		if (attempt.status() == Attempt.REGISTERED) {
			if (events.stream()
				.map(Event::user)
				.noneMatch((user) -> user != null && user.id().equals(attempt.userId())
						&& user.name().equals(attempt.username()))) {
				violate("a registration that was answered 201 is lost", List.of(attempt));
			}
		}
		else if (attempt.status() == Attempt.REFUSED) {
			if (events.isEmpty()) {
				violate("refused, and nobody has the address", List.of(attempt));
			}
		}
		else if (!attempt.isUndecided()) {
			violate("an answer with the status " + attempt.status(), List.of(attempt));
		}
	}

	private static @Nullable String brokenRule(Attempt attempt, @Nullable User winner, List<Attempt> ofKey) {
		if (attempt.status() == Attempt.REGISTERED) {
			if (winner == null) {
				return "a registration that was answered 201 is lost";
			}
			if (!Objects.equals(attempt.userId(), winner.id()) || !attempt.username().equals(winner.name())) {
				return "an answer belongs to another request";
			}
			return (attempt.found() == 404) ? "the user was not found behind Location" : null;
		}
		if (attempt.status() == Attempt.REFUSED) {
			if (winner == null) {
				return "refused, and nobody has the address";
			}
			boolean own = attempt.username().equals(winner.name());
			// Without a key, a retry may be refused because of the client's own earlier
			// attempt.
			boolean earlier = ofKey.stream()
				.anyMatch((other) -> other != attempt && other.username().equals(attempt.username())
						&& other.start() <= attempt.start());
			return (own && (attempt.key() != null || !earlier)) ? "refused in favour of itself" : null;
		}
		return attempt.isUndecided() ? null : "an answer with the status " + attempt.status();
	}

	private void compare(String name, List<User> events, List<User> others, Function<User, User> view) {
		Map<User, Integer> counts = new HashMap<>();
		events.forEach((user) -> counts.merge(view.apply(user), 1, Integer::sum));
		others.forEach((user) -> counts.merge(view.apply(user), -1, Integer::sum));
		counts.forEach((user, difference) -> {
			if (difference != 0) {
				violate(((difference > 0) ? "missing in " : "too much in ") + name, List.of(user));
			}
		});
	}

	/**
	 * Checks one walk over all pages during registrations.
	 * @param before ids of users that were visible before the walk began
	 * @param walk ids in the order in which they were seen
	 */
	public static List<Violation> checkWalk(Set<String> before, List<String> walk) {
		List<Violation> violations = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		List<String> twice = walk.stream().filter((id) -> !seen.add(id)).toList();
		if (!twice.isEmpty()) {
			violations.add(new Violation("paging shows a user twice", twice));
		}
		List<String> missed = before.stream().filter((id) -> !seen.contains(id)).toList();
		if (!missed.isEmpty()) {
			violations.add(new Violation("paging misses a user", missed));
		}
		return violations;
	}

}
