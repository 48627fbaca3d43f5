/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import io.github.enrol.http.problems.Problem;

import org.springframework.http.HttpStatus;

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
		if (problem.getStatusCode().is5xxServerError()) {
			return new ImportCounts(this.registered, this.repeated, this.refused, this.invalid, this.unknown + 1);
		}
		return (problem.getStatusCode().value() == HttpStatus.CONFLICT.value())
				? new ImportCounts(this.registered, this.repeated, this.refused + 1, this.invalid, this.unknown)
				: new ImportCounts(this.registered, this.repeated, this.refused, this.invalid + 1, this.unknown);
	}

}
