/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.query.QueryProperties;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lets requests wait until the read model has come as far as a consistency token, without
 * a thread for each of them. While somebody waits, and only then, one thread looks again
 * and again how far the projection has come.
 * <p>
 * What was reached once is remembered: a projection only advances, also when the read
 * model is rebuilt (ADR 11). Whoever empties its tables has to restart this service.
 */
@Component
public class ProjectionProgress implements DisposableBean {

	private final UserViews users;

	private final QueryProperties properties;

	private final Map<Integer, Long> positions = new ConcurrentHashMap<>();

	private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

	private final Semaphore room;

	private final AtomicBoolean polling = new AtomicBoolean();

	private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "projection-progress");
		thread.setDaemon(true);
		return thread;
	});

	ProjectionProgress(UserViews users, QueryProperties properties) {
		this.users = users;
		this.properties = properties;
		this.room = new Semaphore(properties.maxWaiting());
	}

	/**
	 * Waits for the read model to come as far as the token, at most for the configured
	 * time.
	 * @return completes with whether it has come that far, or with the failure to read
	 * the read model
	 * @throws Problem if too many wait already
	 */
	public CompletableFuture<Boolean> reaches(ConsistencyToken token) {
		if (hasReached(token)) {
			return CompletableFuture.completedFuture(true);
		}
		if (!this.room.tryAcquire()) {
			throw Problem.of(ProblemType.OVERLOADED, "Too many requests wait for the read model to catch up.")
				.retryAfter(this.properties.consistencyWait());
		}
		Waiting one = new Waiting(token, new CompletableFuture<>());
		this.waiting.add(one);
		one.outcome.completeOnTimeout(false, this.properties.consistencyWait().toMillis(), TimeUnit.MILLISECONDS);
		CompletableFuture<Boolean> outcome = one.outcome.whenComplete((reached, failure) -> {
			this.waiting.remove(one);
			this.room.release();
		});
		poll(0);
		return outcome;
	}

	private void poll(long delayMillis) {
		if (this.polling.compareAndSet(false, true)) {
			this.poller.schedule(this::look, delayMillis, TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		List<Waiting> present = List.copyOf(this.waiting);
		try {
			this.users.positions()
				.forEach((position) -> this.positions.put(position.topicPartition(), position.commandOffset()));
			this.waiting.stream().filter((one) -> hasReached(one.token)).forEach((one) -> one.outcome.complete(true));
		}
		catch (RuntimeException ex) {
			// Who came after that may have more luck.
			present.forEach((one) -> one.outcome.completeExceptionally(ex));
		}
		this.polling.set(false);
		// Who came after the look but before that line was set has not started another.
		if (!this.waiting.isEmpty()) {
			poll(this.properties.consistencyPollInterval().toMillis());
		}
	}

	private boolean hasReached(ConsistencyToken token) {
		return this.positions.getOrDefault(token.partition(), -1L) >= token.offset();
	}

	@Override
	public void destroy() {
		this.poller.shutdownNow();
	}

	/**
	 * One request. No two are equal, since a future is equal to itself alone.
	 */
	private record Waiting(ConsistencyToken token, CompletableFuture<Boolean> outcome) {
	}

}
