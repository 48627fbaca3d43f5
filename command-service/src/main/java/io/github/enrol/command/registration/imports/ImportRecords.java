/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;

import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of an import in one of its formats.
 */
interface ImportRecords {

	/**
	 * Returns the next record as it arrived; null at the end. Of one that is larger than
	 * {@link RegistrationRequest#MAX_BODY_SIZE}, only the beginning is returned.
	 */
	byte @Nullable [] next() throws IOException;

	/**
	 * Returns the number of the line in which the last returned record began, from 1,
	 * counting blank lines.
	 */
	long number();

	/**
	 * Reads a record.
	 * @throws Problem if it is not a valid registration
	 */
	RegistrationRequest read(byte[] bytes);

	/**
	 * JSON, one object a line.
	 */
	static ImportRecords json(InputStream body) {
		LineReader lines = new LineReader(body, RegistrationRequest.MAX_BODY_SIZE);
		return new ImportRecords() {
			@Override
			public byte @Nullable [] next() throws IOException {
				return lines.next();
			}

			@Override
			public long number() {
				return lines.number();
			}

			@Override
			public RegistrationRequest read(byte[] bytes) {
				return RegistrationRequest.read(bytes);
			}
		};
	}

}
