/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who has registrations to take.
 */
interface Contender {

	Load run(int connections, Duration duration);

	default Map<String, Double> measure(int connections, Duration duration) {
		return run(connections, duration).metrics();
	}

	/**
	 * Where its users become visible, in a table {@code users} with ULIDs.
	 */
	default Optional<Database> readModel() {
		return Optional.empty();
	}

	/**
	 * Fills up to that many registrations.
	 */
	default void store(long count) {
	}

	/**
	 * Returns when nothing is left to do that could disturb the next one.
	 */
	default void settle() {
		Platform.rest();
	}

}
