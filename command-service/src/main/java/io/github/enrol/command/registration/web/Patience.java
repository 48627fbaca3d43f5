/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

/**
 * Limits the time for reading a caller's bytes. If a caller sends no byte at all, the web
 * server's own timeout applies, which may be later.
 */
public final class Patience extends FilterInputStream {

	private final Duration timeout;

	private final String lateness;

	private volatile long deadline;

	/** Guarded by this. */
	private boolean finishing;

	/**
	 * Limits the time until the next restart.
	 * @param lateness what to tell the caller when it is over
	 */
	public Patience(InputStream request, Duration timeout, String lateness) {
		super(request);
		this.timeout = timeout;
		this.lateness = lateness;
		restart();
	}

	/**
	 * Grants the whole time again, because there was progress.
	 */
	public synchronized void restart() {
		if (!this.finishing) {
			this.deadline = System.nanoTime() + this.timeout.toNanos();
		}
	}

	/**
	 * Sets the final limit on the time left for reading.
	 */
	public synchronized void finish(Duration left) {
		if (!this.finishing) {
			this.finishing = true;
			this.deadline = System.nanoTime() + left.toNanos();
		}
	}

	public synchronized boolean isFinishing() {
		return this.finishing;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		if (System.nanoTime() - this.deadline > 0) {
			throw Problem.of(ProblemType.MALFORMED_REQUEST, this.lateness);
		}
		return super.read(buffer, offset, length);
	}

}
