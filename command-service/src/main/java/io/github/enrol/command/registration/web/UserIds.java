/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidFactory;

/**
 * Generates user ids, each above all earlier ones of this process, whatever its clock
 * does. The library alone starts over when the clock steps back by more than 10 s. Here
 * the time in ids stands still until the clock has caught up. The time of a registration
 * does not, because brokers refuse commands whose time is too far ahead.
 */
final class UserIds {

	private static final UserIds OF_THIS_PROCESS = new UserIds(System::currentTimeMillis);

	private final UlidFactory ids;

	/**
	 * Creates a generator.
	 * @param clock in milliseconds since the epoch
	 */
	UserIds(LongSupplier clock) {
		AtomicLong latest = new AtomicLong();
		this.ids = UlidFactory.newMonotonicInstance(new SecureRandom(),
				() -> latest.accumulateAndGet(clock.getAsLong(), Math::max));
	}

	static Ulid next() {
		return OF_THIS_PROCESS.make();
	}

	Ulid make() {
		return this.ids.create();
	}

}
