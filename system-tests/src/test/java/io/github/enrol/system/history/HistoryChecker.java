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

	private final Map<String, List<User>> events;

	private final List<Violation> violations = new ArrayList<>();

	private HistoryChecker(List<Attempt> attempts, List<User> events) {
		this.attempts = attempts.stream()
			.collect(Collectors.groupingBy((attempt) -> EmailAddress.of(attempt.email()).key()));
		this.events = events.stream().collect(Collectors.groupingBy(User::key));
	}

	/**
	 * Checks a history.
	 * @param events the users of {@code user-events}, read committed
	 * @param rows the users in the database
	 * @param pages the users on all pages of {@code GET /users}
	 * @param total the {@code total} of {@code GET /users}
	 */
	public static List<Violation> check(List<Attempt> attempts, List<User> events, List<User> rows, List<User> pages,
			long total) {
		HistoryChecker checker = new HistoryChecker(attempts, events);
		checker.events.forEach(checker::checkEvents);
		checker.attempts.forEach((key, ofKey) -> checker.checkAnswers(ofKey, checker.winner(key)));
		checker.compare("the database", events, rows, Function.identity());
		// A page does not show the key.
		checker.compare("GET /users", events, pages, (user) -> new User(user.id(), user.name(), user.email(), ""));
		if (total != rows.size()) {
			checker.violate("total is " + total + ", and there are " + rows.size() + " users", List.of());
		}
		return checker.violations;
	}

	private void violate(String rule, List<?> evidence) {
		this.violations.add(new Violation(rule, evidence));
	}

	private @Nullable User winner(String key) {
		return this.events.getOrDefault(key, List.of()).stream().findFirst().orElse(null);
	}

	private void checkEvents(String key, List<User> ofKey) {
		if (ofKey.size() > 1) {
			violate("an address has more than one event", ofKey);
		}
		List<Attempt> asked = this.attempts.getOrDefault(key, List.of());
		for (User user : ofKey) {
			if (asked.stream()
				.noneMatch((attempt) -> attempt.username().equals(user.name())
						&& attempt.email().strip().equals(user.email()))) {
				violate("an event that nobody asked for", List.of(user));
			}
		}
	}

	private void checkAnswers(List<Attempt> ofKey, @Nullable User winner) {
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
