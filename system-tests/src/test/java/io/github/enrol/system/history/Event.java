/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An event of the log.
 *
 * @param user null if the user was erased
 */
public record Event(String key, String userId, @Nullable User user) {

	public static Event of(User user) {
		return new Event(user.key(), user.id(), user);
	}

	/**
	 * Returns the users who are left after events in the order of their partitions.
	 */
	public static List<User> users(Collection<Event> events) {
		Map<String, User> users = new LinkedHashMap<>();
		events.forEach((event) -> users.compute(event.userId(), (id, before) -> event.user()));
		return List.copyOf(users.values());
	}

}
