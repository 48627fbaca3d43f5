/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.query.QueryProperties;
import io.github.enrol.query.readmodel.UserViews.Position;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lets requests wait until the read model has reached a consistency token, without a
 * thread per request.
 * <p>
 * Reached positions are remembered: a projection only advances, even when the read model
 * is rebuilt (ADR 11). If its tables are emptied by hand, restart this service.
 */
@Component
public class ProjectionProgress implements DisposableBean {

	private final UserViews users;

	private final QueryProperties properties;

	private final Map<Integer, Long> positions = new ConcurrentHashMap<>();

	private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

	private final Semaphore room;

	private final SharedLook looks = new SharedLook("projection-progress", () -> !this.waiting.isEmpty(), this::look);

	ProjectionProgress(UserViews users, QueryProperties properties) {
		this.users = users;
		this.properties = properties;
		this.room = new Semaphore(properties.maxWaiting());
	}

	/**
	 * Waits until the read model has reached the token, at most for the configured time.
	 * @return the outcome; fails if the read model cannot be read
	 * @throws Problem if too many requests are waiting
	 */
	public CompletableFuture<Outcome> reaches(ConsistencyToken token) {
		if (hasReached(token)) {
			return CompletableFuture.completedFuture(Outcome.REACHED);
		}
		if (!this.room.tryAcquire()) {
			throw Problem.of(ProblemType.OVERLOADED, "Too many requests wait for the read model to catch up.")
				.retryAfter(this.properties.consistencyWait());
		}
		Waiting one = new Waiting(token, new CompletableFuture<>());
		this.waiting.add(one);
		one.outcome.completeOnTimeout(Outcome.NOT_IN_TIME, this.properties.consistencyWait().toMillis(),
				TimeUnit.MILLISECONDS);
		CompletableFuture<Outcome> outcome = one.outcome.whenComplete((reached, failure) -> {
			this.waiting.remove(one);
			this.room.release();
		});
		this.looks.begin();
		return outcome;
	}

	private Duration look() {
		List<Waiting> present = List.copyOf(this.waiting);
		try {
			Map<Integer, Long> found = this.users.positions()
				.stream()
				.collect(Collectors.toMap(Position::topicPartition, Position::commandOffset));
			this.positions.putAll(found);
			this.waiting.forEach((one) -> {
				if (hasReached(one.token)) {
					one.outcome.complete(Outcome.REACHED);
				}
				else if (!found.isEmpty() && !found.containsKey(one.token.partition())) {
					one.outcome.complete(Outcome.NO_SUCH_PARTITION);
				}
			});
		}
		catch (Throwable ex) {
			// Any failure ends this look only. Later requests wait for the next one.
			present.forEach((one) -> one.outcome.completeExceptionally(ex));
		}
		return this.properties.consistencyPollInterval();
	}

	private boolean hasReached(ConsistencyToken token) {
		return this.positions.getOrDefault(token.partition(), -1L) >= token.offset();
	}

	public int waiting() {
		return this.waiting.size();
	}

	/**
	 * Runs after the web server has waited for its last requests, like the destruction of
	 * every bean without a phase.
	 */
	@Override
	public void destroy() {
		this.looks.end();
	}

	/**
	 * The outcome of a wait.
	 */
	public enum Outcome {

		REACHED, NOT_IN_TIME,

		/**
		 * Other partitions have a cursor but this one has none. The projector creates all
		 * cursors at once, so no registration can have issued the token (ADR 6).
		 */
		NO_SUCH_PARTITION

	}

	/**
	 * One request. No two are equal, since a future equals only itself.
	 */
	private record Waiting(ConsistencyToken token, CompletableFuture<Outcome> outcome) {
	}

}
