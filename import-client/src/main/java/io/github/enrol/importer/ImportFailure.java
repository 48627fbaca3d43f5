/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

/**
 * Ends the import with one of the exit statuses of {@code import.sh}.
 */
final class ImportFailure extends Exception {

	/** Not all lines have a result. */
	static final int INCOMPLETE = 2;

	/** The service refuses the import. */
	static final int REFUSED = 3;

	/** The service cannot be reached, or takes no import now; no line was read. */
	static final int UNAVAILABLE = 4;

	/** Wrong arguments, or a file that cannot be read. */
	static final int USAGE = 64;

	private final int status;

	ImportFailure(int status, String message) {
		super(message, null, false, false);
		this.status = status;
	}

	int status() {
		return this.status;
	}

}
