/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.time.Duration;

/**
 * The lines that imports of one client may have.
 */
public interface ImportQuota {

	/** Any number. */
	ImportQuota UNLIMITED = new ImportQuota() {

		@Override
		public Duration takeLine() {
			return Duration.ZERO;
		}

		@Override
		public void oweLines(long count) {
		}

	};

	/**
	 * Takes a line, if one is left.
	 * @return zero, or how long to wait before the next try
	 */
	Duration takeLine();

	/**
	 * Takes lines whether they are left or not: the next import waits until they are
	 * paid.
	 */
	void oweLines(long count);

}
