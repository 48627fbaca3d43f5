/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

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

	private final ImportProperties properties;

	ImportReader(ImportLines lines, ImportWindow window, CommandGateway gateway, IdempotencyKey key,
			ImportProperties properties) {
		this.lines = lines;
		this.window = window;
		this.gateway = gateway;
		this.key = key;
		this.properties = properties;
	}

	/**
	 * Returns when the input ends or reading is stopped.
	 * @param brokenOff receives the reason if the request cannot be read to its end
	 */
	void run(Consumer<Problem> brokenOff) {
		try {
			byte[] json = next();
			while (json != null && add(json)) {
				json = next();
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

	private boolean add(byte[] json) {
		return this.window.add(() -> submit(json));
	}

	private ImportLine submit(byte[] json) {
		long number = this.lines.number();
		RegistrationRequest request;
		try {
			request = RegistrationRequest.read(json);
		}
		catch (Problem problem) {
			return new ImportLine.Invalid(number, problem);
		}
		return new ImportLine.Sent(this.gateway, number, request, this.key.of(request),
				this.properties.importLineTimeout());
	}

}
