/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Users who became visible, or were erased, between two positions.
 *
 * @param users in the order of their partition and offset
 * @param next the position after them
 * @param complete whether they are all
 */
public record Arrivals(List<Arrival> users, FeedPosition next, boolean complete) {

	/**
	 * A user and the position after the user's event.
	 *
	 * @param user null if the user was erased
	 */
	public record Arrival(String id, @Nullable UserView user, FeedPosition position) {
	}

}
