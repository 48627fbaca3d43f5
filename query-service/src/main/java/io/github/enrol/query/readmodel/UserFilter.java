/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Instant;
import java.util.Optional;

import io.github.enrol.events.EmailAddress;

/**
 * Which users a list has: those that meet every condition that is given.
 *
 * @param email the address
 * @param namePrefix the beginning of the name, without regard to case and accents; not
 * empty in that comparison, which would be all users
 * @param createdAfter the first time, in whole milliseconds
 * @param createdBefore the time after the last one, in whole milliseconds
 */
public record UserFilter(Optional<EmailAddress> email, Optional<String> namePrefix, Optional<Instant> createdAfter,
		Optional<Instant> createdBefore) {

	public static final UserFilter ALL = new UserFilter(Optional.empty(), Optional.empty(), Optional.empty(),
			Optional.empty());

	boolean hasTimes() {
		return this.createdAfter.isPresent() || this.createdBefore.isPresent();
	}

	/**
	 * Returns the order of the list: the one in which an index finds its users.
	 */
	public UserOrder order() {
		if (this.namePrefix.isPresent()) {
			return UserOrder.NAME;
		}
		return hasTimes() ? UserOrder.TIME : UserOrder.ID;
	}

}
