/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.List;

/**
 * Handles events that are not applied.
 */
public interface Rejections {

	/**
	 * Runs once, successfully, before the first event is read.
	 */
	default void prepare() {
	}

	/**
	 * Keeps events that cannot be applied, before the transaction that passes them over.
	 * @throws RuntimeException if one of them is not kept; then none is passed over
	 */
	default void keep(List<Rejected> rejected) {
	}

	/**
	 * Counts events that were passed over, after that transaction.
	 * @param rejected events that cannot be applied
	 * @param skipped number of events of a type that is not projected
	 */
	void count(List<Rejected> rejected, int skipped);

}
