/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.http.problems.Problem;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;

/**
 * The response to an import. A response without the last line is incomplete.
 */
final class StreamedResults implements ImportResults, AutoCloseable {

	private final OutputStream out;

	private final @Nullable DeferredOutput deferred;

	private final ResultLines lines;

	private final Duration idleTimeout;

	private ImportCounts counts = ImportCounts.NONE;

	/**
	 * Writes to a stream that blocks while the caller does not read.
	 * @param minimal whether to write nothing before the end, and nothing about
	 * registered lines
	 * @param idleTimeout how long each write may take
	 */
	StreamedResults(OutputStream out, boolean minimal, ResultLines lines, Duration idleTimeout) throws IOException {
		this.deferred = minimal ? new DeferredOutput(out) : null;
		this.out = (this.deferred != null) ? this.deferred : out;
		this.lines = lines;
		this.idleTimeout = idleTimeout;
	}

	@Override
	public void registered(long line, RegistrationReply reply, boolean repeated) throws IOException {
		this.counts = this.counts.plusRegistered(repeated);
		if (this.deferred == null) {
			write(this.lines.registered(line, reply));
		}
	}

	@Override
	public void problem(long line, Problem problem) throws IOException {
		this.counts = this.counts.plus(problem);
		write(this.lines.problem(line, problem));
	}

	@Override
	public void flush() throws IOException {
		long start = System.nanoTime();
		this.out.flush();
		requireTaken(start);
	}

	@Override
	public void end(@Nullable Problem problem) throws IOException {
		write(this.lines.summary(this.counts, problem));
		if (this.deferred != null) {
			this.deferred.send();
		}
		else {
			this.out.close();
		}
	}

	/**
	 * Discards what was held back, after an import that could not end.
	 */
	@Override
	public void close() throws IOException {
		if (this.deferred != null) {
			this.deferred.close();
		}
	}

	private void write(byte[] line) throws IOException {
		long start = System.nanoTime();
		this.out.write(line);
		requireTaken(start);
	}

	/**
	 * The web server limits the time without any progress. This check, after each write,
	 * catches callers that read a byte now and then.
	 */
	private void requireTaken(long start) throws IOException {
		if (System.nanoTime() - start > this.idleTimeout.toNanos()) {
			throw new ClientAbortException("the caller takes too long to read results");
		}
	}

}
