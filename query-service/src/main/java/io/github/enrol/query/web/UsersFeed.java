/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.query.QueryProperties;
import io.github.enrol.query.readmodel.FeedPosition;
import io.github.enrol.query.readmodel.SharedLook;
import io.github.enrol.query.readmodel.UserArrivals;
import jakarta.servlet.http.HttpServletRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Shows users to readers as they become visible (ADR 17). One thread looks for them while
 * there are readers, and not at all otherwise: the cursors once for all, and the users
 * once for all readers at one place. So readers cost the database nothing unless they are
 * behind.
 */
@Component
class UsersFeed implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(UsersFeed.class);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	private final UserArrivals arrivals;

	private final ReadModelProblems problems;

	private final FeedEvents events;

	private final FeedDelivery delivery;

	private final QueryProperties properties;

	private final Set<FeedReader> readers = ConcurrentHashMap.newKeySet();

	/** Confined to the thread that looks. */
	private boolean failing;

	private volatile boolean running;

	private final SharedLook looks = new SharedLook("users-feed", () -> !this.readers.isEmpty(), this::look);

	UsersFeed(UserArrivals arrivals, ReadModelProblems problems, JsonMapper json, QueryProperties properties,
			MeterRegistry meters) {
		this.arrivals = arrivals;
		this.problems = problems;
		this.events = new FeedEvents(json);
		this.delivery = new FeedDelivery(arrivals, this.events);
		this.properties = properties;
		Gauge.builder("query.feed.readers", this.readers, Set::size)
			.description("Readers of the feed of users")
			.register(meters);
	}

	/**
	 * Returns the position after all users who are visible now.
	 * @throws DataAccessException if the read model cannot be read
	 */
	FeedPosition position() {
		return this.arrivals.current();
	}

	/**
	 * Answers a request by the feed.
	 * @param from where it begins
	 * @throws Problem if there are too many readers, or the service stops
	 */
	void follow(HttpServletRequest request, FeedPosition from, UserLinks links) {
		if (!this.running) {
			throw Problem.of(ProblemType.SERVICE_UNAVAILABLE, "The service is stopping.")
				.retryAfter(Duration.ofSeconds(1));
		}
		if (this.readers.size() >= this.properties.maxFeedReaders()) {
			throw Problem.of(ProblemType.OVERLOADED, "Too many readers follow the users.")
				.retryAfter(Duration.ofSeconds(5));
		}
		try {
			FeedReader reader = new FeedReader(request.startAsync(), from, links, this.readers::remove);
			this.readers.add(reader);
			reader.open(FeedEvents.retry(), this.events.position(from));
			if (!this.running) {
				reader.end();
			}
			this.looks.begin();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Duration look() {
		Duration pause = this.properties.feedPollInterval();
		try {
			FeedPosition now = position();
			recovered();
			if (this.delivery.deliver(this.readers, now)) {
				pause = Duration.ZERO;
			}
		}
		catch (DataAccessException ex) {
			pause = PAUSE_AFTER_FAILURE;
			failed(ex);
		}
		catch (RuntimeException ex) {
			pause = PAUSE_AFTER_FAILURE;
			logger.error("The feed of users failed", ex);
		}
		keepAlive();
		return pause;
	}

	private void keepAlive() {
		long before = System.nanoTime() - this.properties.feedHeartbeat().toNanos();
		this.readers.forEach((reader) -> {
			if (reader.isIdle() && reader.lastSent() - before < 0) {
				reader.send(FeedEvents.HEARTBEAT);
			}
		});
	}

	private void failed(DataAccessException failure) {
		Problem problem = this.problems.problem(failure);
		if (!this.failing) {
			this.failing = true;
			byte[] text = this.events.unavailable(problem.getBody());
			this.readers.forEach((reader) -> reader.send(text));
		}
	}

	private void recovered() {
		if (this.failing) {
			this.failing = false;
			this.readers.forEach((reader) -> reader.send(this.events.position(reader.state().position())));
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Ends all responses: the web server, which stops next, would wait for them.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.readers.forEach(FeedReader::end);
		this.looks.end();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
	}

}
