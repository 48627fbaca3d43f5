/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The imports that run, with or without a caller. Each takes one of a limited number of
 * places, and ends early when the service stops.
 */
@Component
final class RunningImports {

	static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final int limit;

	private final Semaphore places;

	private final Set<RegistrationImport> running = ConcurrentHashMap.newKeySet();

	private volatile boolean stopping;

	RunningImports(ImportProperties properties) {
		this.limit = properties.maxImports();
		this.places = new Semaphore(this.limit);
	}

	/**
	 * Takes a place.
	 * @throws Problem if there is none
	 */
	void takePlace() {
		if (!this.places.tryAcquire()) {
			throw Problem
				.of(ProblemType.OVERLOADED, "As many imports run as may run at once. No line of this one was read.")
				.retryAfter(RETRY_AFTER);
		}
	}

	boolean awaitPlace(Duration timeout) throws InterruptedException {
		return this.places.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	int placesTaken() {
		return this.limit - this.places.availablePermits();
	}

	void freePlace() {
		this.places.release();
	}

	/**
	 * Runs an import that has a place.
	 * @throws IOException as the import does
	 */
	void run(RegistrationImport started) throws IOException {
		this.running.add(started);
		if (this.stopping) {
			// The service stopped while the import waited for its first line.
			started.stop();
		}
		try {
			started.run();
		}
		finally {
			this.running.remove(started);
		}
	}

	boolean isStopping() {
		return this.stopping;
	}

	/**
	 * Runs before the web server waits for its last requests; otherwise it would wait for
	 * all lines.
	 */
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.stopping = true;
		this.running.forEach(RegistrationImport::stop);
	}

}
