/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import io.github.enrol.http.problems.Problem;

import org.springframework.http.HttpStatus;

/**
 * What became of a line of an import.
 */
enum LineResult {

	/** This import registered its user. */
	REGISTERED,

	/** An earlier attempt of the same line had registered its user. */
	REPEATED,

	/** The address belongs to another registration. */
	REFUSED,

	/** It is not a valid registration. */
	INVALID,

	/** The outcome is unknown. */
	UNKNOWN;

	static LineResult of(Problem problem) {
		if (problem.getStatusCode().is5xxServerError()) {
			return UNKNOWN;
		}
		return (problem.getStatusCode().value() == HttpStatus.CONFLICT.value()) ? REFUSED : INVALID;
	}

}
