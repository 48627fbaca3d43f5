/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;

/**
 * Users who became visible between two positions.
 *
 * @param users in the order of their partition and offset
 * @param next the position after them
 * @param complete whether they are all
 */
public record Arrivals(List<Arrival> users, FeedPosition next, boolean complete) {

	/**
	 * A user and the position after the user's event.
	 */
	public record Arrival(UserView user, FeedPosition position) {
	}

}
