/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.github.enrol.command.registration.web.Patience;
import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.command.registration.web.RequestBody;
import io.github.enrol.http.limits.ImportQuota;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The records of a request as they arrive. Each has a time limit: bytes that complete no
 * line, blank lines included, do not keep an import alive.
 */
final class ImportLines implements Closeable {

	/**
	 * How long a caller that is still sending may take to notice an early end, if it may
	 * be idle for as long.
	 */
	private static final Duration LINGER = Duration.ofSeconds(5);

	/** Between two looks whether reading is to end. */
	private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

	private final Patience caller;

	private final InputStream body;

	private final ImportRecords records;

	private final Duration linger;

	private final ImportQuota quota;

	private byte @Nullable [] first;

	private ImportLines(Patience caller, InputStream body, ImportFormat format, Duration linger, ImportQuota quota) {
		this.caller = caller;
		this.body = body;
		this.records = format.read(body);
		this.linger = linger;
		this.quota = quota;
	}

	/**
	 * Opens the body and waits for its first line.
	 * @param idleTimeout how long each line may take to arrive
	 * @param quota paces the reading
	 * @throws Problem if the headers or the first line show an unsupported encoding or
	 * format, or the first line does not arrive in time
	 */
	static ImportLines open(HttpHeaders headers, InputStream request, Duration idleTimeout, ImportQuota quota)
			throws IOException {
		Patience caller = patience(request, idleTimeout);
		ImportFormat format = ImportFormat.of(headers.getContentType());
		Duration linger = (idleTimeout.compareTo(LINGER) < 0) ? idleTimeout : LINGER;
		return new ImportLines(caller, RequestBody.open(headers, caller), format, linger, quota).begin();
	}

	/**
	 * Opens a body that was received before.
	 * @throws Problem as for a request
	 */
	static ImportLines open(Path body, ImportFormat format, Duration idleTimeout) throws IOException {
		Patience patience = patience(Files.newInputStream(body), idleTimeout);
		return new ImportLines(patience, patience, format, Duration.ZERO, ImportQuota.UNLIMITED).begin();
	}

	private static Patience patience(InputStream body, Duration idleTimeout) {
		return new Patience(body, idleTimeout,
				"No line came for " + idleTimeout.toSeconds() + " s; blank ones do not count.");
	}

	private ImportLines begin() throws IOException {
		try {
			this.first = read();
			if (this.first != null) {
				RegistrationRequest.requireUtf8(this.first);
			}
			return this;
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Skips what begins up to and including this line.
	 */
	void skip(long line) {
		while (this.first != null && number() <= line) {
			this.first = read();
		}
	}

	/**
	 * Returns the next record, as {@link ImportRecords} does.
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
	 * Returns the number of the line in which the last returned record began, from 1,
	 * counting blank lines.
	 */
	long number() {
		return this.records.number();
	}

	/**
	 * Reads a record.
	 * @throws Problem if it is not a valid registration
	 */
	RegistrationRequest read(byte[] bytes) {
		return this.records.read(bytes);
	}

	private byte @Nullable [] read() {
		awaitTurn();
		this.caller.restart();
		try {
			return this.records.next();
		}
		catch (IOException ex) {
			throw Problem.of(ProblemType.MALFORMED_REQUEST, "The request broke off, or nothing came for too long.");
		}
	}

	/**
	 * Waits while the quota is used up: the caller, too, then has to wait.
	 */
	private void awaitTurn() {
		Duration wait = this.quota.takeLine();
		while (!wait.isZero() && !this.caller.isFinishing()) {
			LockSupport.parkNanos(Math.min(wait.toNanos(), LONGEST_PAUSE.toNanos()));
			wait = this.quota.takeLine();
		}
	}

	/**
	 * Ends reading soon.
	 */
	void finish() {
		this.caller.finish(this.linger);
	}

	/**
	 * Ends reading now: the caller has disconnected, or is of no interest any more.
	 */
	void abandon() {
		this.caller.finish(Duration.ZERO);
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

}
