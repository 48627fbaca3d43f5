/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.enrol.projector.projection.Retries.Step;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Reads {@code user-events} from the position in the database (ADR 5), in its own thread.
 * Every failure, whether of the database, of Kafka, or because another instance took
 * over, is handled alike: forget the positions, wait while staying in the group, and look
 * the positions up again.
 */
final class UserEventsConsumer implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(UserEventsConsumer.class);

	/** How long a batch may take to be written after a stop is requested. */
	private static final Duration WRITE_GRACE = Duration.ofSeconds(2);

	/** How long leaving the group may take. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final Supplier<Consumer<String, byte[]>> consumers;

	private final Runnable preparation;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final LagReport lagReport;

	private final ProjectionMeters meters;

	private final Retries retries;

	/** Zero while this is not running. */
	private volatile CountDownLatch running = new CountDownLatch(0);

	private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	private volatile @Nullable Consumer<String, byte[]> consumer;

	private volatile @Nullable WritePipeline pipeline;

	/**
	 * Creates a consumer.
	 * @param consumers creates the Kafka consumer, which must neither commit nor reset
	 * offsets
	 * @param preparation must succeed once before the first event is read
	 */
	UserEventsConsumer(Supplier<Consumer<String, byte[]>> consumers, Runnable preparation, ProjectionCursor cursor,
			UserProjection projection, LagReport lagReport, ProjectionMeters meters, ProjectionProperties properties) {
		this.consumers = consumers;
		this.preparation = preparation;
		this.cursor = cursor;
		this.projection = projection;
		this.lagReport = lagReport;
		this.meters = meters;
		this.retries = new Retries(properties.retryInterval(), properties.maxRetryInterval(), this::isRunning,
				meters::failed);
	}

	@Override
	public void start() {
		this.stopped = new CompletableFuture<>();
		this.running = new CountDownLatch(1);
		new Thread(this::run, "user-events-consumer").start();
	}

	private void run() {
		try {
			// A consumer that cannot be created yet, or fails even while backing off, is
			// unusable: create a new one.
			this.retries.untilItSucceeds(Step.PROJECTING, () -> {
				this.retries.untilItSucceeds(Step.PREPARING, this.preparation, this::sleep);
				if (isRunning()) {
					consume(this.consumers.get());
				}
			}, this::sleep);
		}
		catch (WakeupException stop) {
			logger.debug("Stopped while polling");
		}
		finally {
			this.stopped.complete(null);
		}
	}

	private void consume(Consumer<String, byte[]> consumer) {
		WritePipeline pipeline = new WritePipeline(new SimpleAsyncTaskExecutor("user-events-writer-"));
		PollLoop loop = new PollLoop(consumer, this.cursor, this.projection, pipeline, this.lagReport, this.meters);
		this.consumer = consumer;
		this.pipeline = pipeline;
		try {
			loop.subscribe();
			while (isRunning()) {
				this.retries.untilItSucceeds(Step.PROJECTING, loop::projectNext,
						(delay) -> loop.standBack(delay, this::isRunning));
			}
		}
		finally {
			this.consumer = null;
			consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
		}
	}

	private void sleep(Duration delay) {
		try {
			this.running.await(delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.running.countDown();
		}
	}

	/**
	 * Returns whether the thread has ended although nobody stopped it. Only an
	 * {@link Error} ends it, and only a restart helps.
	 */
	boolean isDead() {
		return isRunning() && this.stopped.isDone();
	}

	/**
	 * Returns why the projector is not projecting, for everybody.
	 */
	Optional<String> failure() {
		return this.retries.failure();
	}

	boolean isProjecting() {
		return this.retries.isSucceeding() && !this.stopped.isDone();
	}

	/**
	 * Returns the metrics of the Kafka consumer; empty without one.
	 */
	Map<MetricName, ? extends Metric> metrics() {
		Consumer<String, byte[]> consumer = this.consumer;
		return (consumer != null) ? consumer.metrics() : Map.of();
	}

	/**
	 * Requests a stop. Pending writes get a short grace period.
	 * @param callback is called once this has stopped. The context waits for it at most
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}. A thread that waits for the
	 * database even longer ends when the connection pool is closed; it does no harm,
	 * because the cursor moves by compare-and-set.
	 */
	@Override
	public void stop(Runnable callback) {
		this.running.countDown();
		Consumer<String, byte[]> consumer = this.consumer;
		if (consumer != null) {
			consumer.wakeup();
		}
		WritePipeline pipeline = this.pipeline;
		if (pipeline != null) {
			pipeline.abandonAfter(WRITE_GRACE);
		}
		this.stopped.thenRun(callback);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.running.getCount() > 0;
	}

}
