/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.command.registration.web.RegistrationProblems;
import io.github.enrol.command.registration.web.IdempotencyKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * One import. A thread of its own reads lines and sends their commands; the request's
 * thread writes the results, in the order of the lines. Between the two is a window of a
 * bounded number of lines, so who does not read results is not read from.
 * <p>
 * A line that gets no outcome is sent again, as the same command, until its time is over.
 * Then the import ends early, and says so.
 */
final class RegistrationImport {

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

	/** How long a caller that is still sending may take to notice an early end. */
	private static final Duration LINGER = Duration.ofSeconds(5);

	/** Stands behind the last line. */
	private static final Line END = () -> {
	};

	private final CommandGateway gateway;

	private final ImportProperties properties;

	private final IdempotencyKey key;

	private final InputStream body;

	private final ImportResults results;

	private final Semaphore places;

	private final BlockingQueue<Line> window = new LinkedBlockingQueue<>();

	private final AtomicReference<@Nullable Problem> earlyEnd = new AtomicReference<>();

	/** Guarded by this. */
	private boolean ended;

	private volatile boolean abandoned;

	RegistrationImport(CommandGateway gateway, ImportProperties properties, IdempotencyKey key, InputStream body,
			ImportResults results) {
		this.gateway = gateway;
		this.properties = properties;
		this.key = key;
		this.body = body;
		this.results = results;
		this.places = new Semaphore(properties.importWindow());
	}

	/**
	 * Returns when all is written and nobody uses the request any more.
	 * @throws IOException if the caller is gone, or does not read
	 */
	void run() throws IOException {
		CompletableFuture<Void> reading = CompletableFuture.runAsync(this::read,
				(task) -> new Thread(task, "registration-import").start());
		try {
			writeResults();
			if (this.earlyEnd.get() == null) {
				// Fails if reading has: then there is no last line.
				reading.join();
			}
			this.results.end(this.earlyEnd.get());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("the import was interrupted");
		}
		finally {
			this.abandoned = true;
			this.places.release(this.properties.importWindow());
			reading.join();
		}
	}

	/**
	 * Has the import end after the lines that are under way.
	 */
	void stop() {
		endEarly(ProblemType.SERVICE_UNAVAILABLE, "The service is stopping.");
	}

	private void endEarly(ProblemType type, String reason) {
		this.earlyEnd.compareAndSet(null,
				Problem
					.of(type,
							reason + " Lines without a result were not sent. It is safe to send all lines again"
									+ " with this " + IdempotencyKey.HEADER + ".")
					.with("idempotency_key", this.key.value()));
		end();
	}

	/**
	 * No line is taken after this one, so that the response can end although the caller
	 * neither sends nor ends its request.
	 */
	private synchronized void end() {
		if (!this.ended) {
			this.ended = true;
			this.window.add(END);
		}
	}

	private synchronized boolean take(long number, byte[] json) {
		if (!this.ended) {
			this.window.add(submit(number, json));
		}
		return !this.ended;
	}

	private void read() {
		try {
			LineReader lines = new LineReader(this.body, RegistrationRequest.MAX_BODY_SIZE);
			byte[] json = next(lines);
			while (json != null && !this.abandoned && take(lines.number(), json)) {
				json = next(lines);
			}
			if (json != null && this.earlyEnd.get() != null) {
				drain();
			}
		}
		catch (IOException ex) {
			endEarly(ProblemType.MALFORMED_REQUEST, "The request broke off, or nothing came for too long.");
		}
		finally {
			end();
		}
	}

	private byte @Nullable [] next(LineReader lines) throws IOException {
		this.places.acquireUninterruptibly();
		return lines.next();
	}

	private Line submit(long number, byte[] json) {
		try {
			return new Submission(number, RegistrationRequest.read(json));
		}
		catch (Problem problem) {
			return () -> this.results.problem(number, problem);
		}
	}

	private void writeResults() throws IOException, InterruptedException {
		for (Line line = this.window.take(); line != END; line = this.window.take()) {
			line.writeResult();
			this.places.release();
			if (this.window.isEmpty()) {
				this.results.flush();
			}
		}
	}

	/**
	 * All that have failed by now are sent again, in their order.
	 */
	private void retry(Submission first) throws InterruptedException {
		Thread.sleep(RETRY_INTERVAL.toMillis());
		first.send();
		for (Line line : this.window) {
			if (line instanceof Submission submission && submission.reply.isCompletedExceptionally()) {
				submission.send();
			}
		}
	}

	/**
	 * To close a connection on which something still arrives resets it, and could take
	 * from the caller what it has not read yet.
	 */
	private void drain() throws IOException {
		long deadline = System.nanoTime() + LINGER.toNanos();
		byte[] ignored = new byte[8192];
		int count = 0;
		while (count >= 0 && System.nanoTime() < deadline) {
			count = this.body.read(ignored);
		}
	}

	/**
	 * A line of the request on the way to its result.
	 */
	private interface Line {

		void writeResult() throws IOException, InterruptedException;

	}

	/**
	 * A line that has become a command. The thread that reads passes it on to the one
	 * that writes, and then leaves it alone.
	 */
	private final class Submission implements Line {

		private final long number;

		private final String address;

		private final IdempotencyKey key;

		private final RegisterUser command;

		private final long deadline;

		private CompletableFuture<RegistrationReply> reply;

		Submission(long number, RegistrationRequest request) {
			RegistrationImport outer = RegistrationImport.this;
			this.number = number;
			this.address = request.email().key();
			this.key = outer.key.of(request);
			this.command = request.command(this.key);
			this.deadline = System.nanoTime() + outer.properties.importLineTimeout().toNanos();
			this.reply = outer.gateway.registerInBulk(this.address, this.command);
		}

		void send() {
			this.reply = RegistrationImport.this.gateway.registerInBulk(this.address, this.command);
		}

		@Override
		public void writeResult() throws IOException, InterruptedException {
			RegistrationImport outer = RegistrationImport.this;
			while (true) {
				if (!this.reply.isDone()) {
					outer.results.flush();
				}
				try {
					writeOutcome(this.reply.join());
					return;
				}
				catch (CompletionException ex) {
					Problem problem = RegistrationProblems.unavailable(ex, this.key);
					if (outer.earlyEnd.get() != null || System.nanoTime() - this.deadline > 0) {
						outer.endEarly(ProblemType.OUTCOME_UNKNOWN, "Registrations are not decided now.");
						outer.results.problem(this.number, problem);
						return;
					}
					outer.retry(this);
				}
			}
		}

		private void writeOutcome(RegistrationReply outcome) throws IOException {
			ImportResults results = RegistrationImport.this.results;
			if (outcome.outcome() == Outcome.REGISTERED) {
				results.registered(this.number, outcome, !this.command.userId().equals(outcome.userId()));
			}
			else {
				results.problem(this.number, RegistrationProblems.refused(outcome.outcome()));
			}
		}

	}

}
