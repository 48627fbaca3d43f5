/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import io.github.enrol.http.problems.Problem;

/**
 * The numbers of results of an import.
 *
 * @param registered users that this import registered
 * @param repeated users that an earlier attempt of the same line had registered
 * @param refused lines whose address belongs to another registration
 * @param invalid lines that are not valid registrations
 * @param unknown lines whose outcome is unknown
 */
record ImportCounts(long registered, long repeated, long refused, long invalid, long unknown) {

	static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0, 0);

	long total() {
		return this.registered + this.repeated + this.refused + this.invalid + this.unknown;
	}

	ImportCounts plusRegistered(boolean again) {
		return again ? new ImportCounts(this.registered, this.repeated + 1, this.refused, this.invalid, this.unknown)
				: new ImportCounts(this.registered + 1, this.repeated, this.refused, this.invalid, this.unknown);
	}

	ImportCounts plus(Problem problem) {
		LineResult result = LineResult.of(problem);
		return new ImportCounts(this.registered, this.repeated, this.refused + oneIf(result == LineResult.REFUSED),
				this.invalid + oneIf(result == LineResult.INVALID), this.unknown + oneIf(result == LineResult.UNKNOWN));
	}

	private static int oneIf(boolean condition) {
		return condition ? 1 : 0;
	}

}
