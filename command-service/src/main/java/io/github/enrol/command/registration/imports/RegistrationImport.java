/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.RegistrationProblems;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * One import. Its own thread reads lines and sends their commands; the request's thread
 * writes the results in line order. A window of limited size connects the two: when a
 * caller does not read results, reading its lines pauses.
 * <p>
 * A line without an outcome is resent as the same command until it times out. Then the
 * import ends early and reports that.
 */
final class RegistrationImport {

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

	private final IdempotencyKey key;

	private final ImportLines lines;

	private final ImportResults results;

	private final ImportWindow window;

	private final ImportReader reader;

	private final AtomicReference<@Nullable Problem> earlyEnd = new AtomicReference<>();

	/**
	 * Prepares an import.
	 * @param window how many lines may wait for their outcome
	 * @param lineTimeout how long a line without an outcome is resent
	 */
	RegistrationImport(CommandGateway gateway, int window, Duration lineTimeout, IdempotencyKey key, ImportLines lines,
			ImportResults results) {
		this.key = key;
		this.lines = lines;
		this.results = results;
		this.window = new ImportWindow(window);
		this.reader = new ImportReader(lines, this.window, gateway, key, lineTimeout);
	}

	/**
	 * Returns when everything is written and no thread uses the request any more.
	 * @throws IOException if the caller has disconnected or does not read
	 */
	void run() throws IOException {
		CompletableFuture<Void> reading = CompletableFuture.runAsync(
				() -> this.reader
					.run((problem) -> endEarly(ProblemType.MALFORMED_REQUEST, problem.getBody().getDetail())),
				// Commands are linked to the trace of the request.
				(task) -> new Thread(Context.current().wrap(task), "registration-import").start());
		try {
			writeResults();
			if (this.earlyEnd.get() == null) {
				// Throws if reading failed: then no last line is written.
				reading.join();
			}
			this.results.end(this.earlyEnd.get());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("the import was interrupted");
		}
		finally {
			this.lines.abandon();
			this.window.abandon();
			reading.join();
		}
	}

	/**
	 * Ends the import after the lines in progress.
	 */
	void stop() {
		endEarly(ProblemType.SERVICE_UNAVAILABLE, "The service is stopping.");
	}

	private void endEarly(ProblemType type, @Nullable String reason) {
		Problem problem = Problem
			.of(type,
					reason + " Lines without a result were not sent. It is safe to send all lines again with this "
							+ IdempotencyKey.HEADER + ".")
			.with("idempotency_key", this.key.value());
		if (this.earlyEnd.compareAndSet(null, problem)) {
			this.window.end();
			this.lines.finish();
		}
	}

	private void writeResults() throws IOException, InterruptedException {
		for (Optional<ImportLine> line = this.window.take(); line.isPresent(); line = this.window.take()) {
			if (line.get() instanceof ImportLine.Sent sent) {
				writeOutcome(sent);
			}
			else if (line.get() instanceof ImportLine.Invalid invalid) {
				this.results.problem(invalid.number(), invalid.problem());
			}
			this.window.freePlace();
			if (this.window.isEmpty()) {
				this.results.flush();
			}
		}
	}

	private void writeOutcome(ImportLine.Sent line) throws IOException, InterruptedException {
		Optional<RegistrationReply> reply = Optional.empty();
		while (reply.isEmpty()) {
			if (!line.reply().isDone()) {
				this.results.flush();
			}
			try {
				reply = Optional.of(line.reply().join());
			}
			catch (CompletionException ex) {
				Problem problem = RegistrationProblems.unavailable(ex, line.key());
				if (this.earlyEnd.get() != null || line.isOverdue()) {
					endEarly(ProblemType.OUTCOME_UNKNOWN, "Registrations are not decided now.");
					this.results.problem(line.number(), problem);
					return;
				}
				sendAgain(line);
			}
		}
		write(line, reply.get());
	}

	private void write(ImportLine.Sent line, RegistrationReply reply) throws IOException {
		if (reply.outcome() == Outcome.REGISTERED) {
			this.results.registered(line.number(), reply, line.isRepetition(reply));
		}
		else {
			this.results.problem(line.number(), RegistrationProblems.refused(reply.outcome()));
		}
	}

	/**
	 * Resends this line and all others that have failed by now, in order.
	 */
	private void sendAgain(ImportLine.Sent first) throws InterruptedException {
		Thread.sleep(RETRY_INTERVAL.toMillis());
		first.sendAgain();
		this.window.forEach((line) -> {
			if (line instanceof ImportLine.Sent sent && sent.reply().isCompletedExceptionally()) {
				sent.sendAgain();
			}
		});
	}

}
