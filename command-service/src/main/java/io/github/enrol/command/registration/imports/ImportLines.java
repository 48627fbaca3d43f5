/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.command.registration.web.RequestBody;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The lines of a request as they arrive. Each line has a time limit: bytes that complete
 * no line, blank lines included, do not keep an import alive.
 */
final class ImportLines implements Closeable {

	private final Patience caller;

	private final InputStream body;

	private final LineReader reader;

	private byte @Nullable [] first;

	private ImportLines(Patience caller, InputStream body) {
		this.caller = caller;
		this.body = body;
		this.reader = new LineReader(body, RegistrationRequest.MAX_BODY_SIZE);
	}

	/**
	 * Opens the body and waits for its first line.
	 * @param idleTimeout how long each line may take to arrive
	 * @throws Problem if the headers or the first line show an unsupported encoding, or
	 * the first line does not arrive in time
	 */
	static ImportLines open(HttpHeaders headers, InputStream request, Duration idleTimeout) throws IOException {
		Patience caller = new Patience(request, idleTimeout);
		ImportLines lines = new ImportLines(caller, RequestBody.open(headers, caller));
		try {
			lines.first = lines.read();
			if (lines.first != null) {
				RegistrationRequest.requireUtf8(lines.first);
			}
			return lines;
		}
		catch (Throwable ex) {
			lines.close();
			throw ex;
		}
	}

	/**
	 * Returns the next non-blank line, as {@link LineReader} does.
	 * @return null at the end
	 * @throws Problem if the line does not arrive in time, or its content coding is
	 * broken
	 */
	byte @Nullable [] next() {
		byte[] line = (this.first != null) ? this.first : read();
		this.first = null;
		return line;
	}

	/**
	 * Returns the number of the last returned line, from 1, counting blank lines.
	 */
	long number() {
		return this.reader.number();
	}

	private byte @Nullable [] read() {
		this.caller.restart();
		try {
			return this.reader.next();
		}
		catch (IOException ex) {
			throw Problem.of(ProblemType.MALFORMED_REQUEST, "The request broke off, or nothing came for too long.");
		}
	}

	/**
	 * Sets the final limit on the time left for reading.
	 * @param left zero if the caller has disconnected
	 */
	void finish(Duration left) {
		this.caller.finish(left);
	}

	/**
	 * Reads and discards input for the time left: closing a connection with unread input
	 * resets it, and the caller could lose results that it has not read yet.
	 */
	void drain() {
		byte[] ignored = new byte[8192];
		try {
			while (this.caller.read(ignored) >= 0) {
				// Discard.
			}
		}
		catch (IOException | Problem ex) {
			// Same as the end.
		}
	}

	@Override
	public void close() throws IOException {
		this.body.close();
	}

	/**
	 * Limits the time for reading a caller's bytes. If a caller sends no byte at all, the
	 * web server's own timeout applies, which may be later.
	 */
	private static final class Patience extends FilterInputStream {

		private final Duration timeout;

		private volatile long deadline;

		/** Guarded by this. */
		private boolean finishing;

		Patience(InputStream request, Duration timeout) {
			super(request);
			this.timeout = timeout;
		}

		synchronized void restart() {
			if (!this.finishing) {
				this.deadline = System.nanoTime() + this.timeout.toNanos();
			}
		}

		synchronized void finish(Duration left) {
			if (!this.finishing) {
				this.finishing = true;
				this.deadline = System.nanoTime() + left.toNanos();
			}
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			if (System.nanoTime() - this.deadline > 0) {
				throw Problem.of(ProblemType.MALFORMED_REQUEST,
						"No line came for " + this.timeout.toSeconds() + " s; blank ones do not count.");
			}
			return super.read(buffer, offset, length);
		}

	}

}
