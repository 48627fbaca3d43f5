/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The half of an import that reads lines and sends their commands.
 */
final class ImportReader {

	private final ImportLines lines;

	private final ImportWindow window;

	private final CommandGateway gateway;

	private final IdempotencyKey key;

	private final Duration lineTimeout;

	ImportReader(ImportLines lines, ImportWindow window, CommandGateway gateway, IdempotencyKey key,
			Duration lineTimeout) {
		this.lines = lines;
		this.window = window;
		this.gateway = gateway;
		this.key = key;
		this.lineTimeout = lineTimeout;
	}

	/**
	 * Returns when the input ends or reading is stopped.
	 * @param brokenOff receives the reason if the request cannot be read to its end
	 */
	void run(Consumer<Problem> brokenOff) {
		try {
			byte[] record = next();
			while (record != null && add(record)) {
				record = next();
			}
		}
		catch (Problem problem) {
			brokenOff.accept(problem);
		}
		finally {
			this.window.end();
		}
		this.lines.drain();
	}

	private byte @Nullable [] next() {
		this.window.awaitPlace();
		return this.lines.next();
	}

	private boolean add(byte[] record) {
		return this.window.add(() -> submit(record));
	}

	private ImportLine submit(byte[] record) {
		long number = this.lines.number();
		RegistrationRequest request;
		try {
			request = this.lines.read(record);
		}
		catch (Problem problem) {
			return new ImportLine.Invalid(number, problem);
		}
		return new ImportLine.Sent(this.gateway, number, request, this.key.of(request), this.lineTimeout);
	}

}
