/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.enrol.projector.projection.FailureReason;
import io.github.enrol.projector.projection.ProjectionCursor;
import io.github.enrol.projector.rebuild.ReadModelRebuild.Differences;
import io.github.enrol.projector.rebuild.ReadModelRebuild.Progress;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs rebuilds in their own thread, one at a time per database.
 */
final class Rebuilds implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Rebuilds.class);

	private final DataSource owner;

	private final JdbcTemplate jdbc;

	private final PlatformTransactionManager transactions;

	private final ProjectionCursor live;

	private final Supplier<Consumer<String, byte[]>> consumers;

	private volatile Status status = new Status(State.NONE, null, 0, null, null);

	private volatile CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

	private volatile boolean stopping;

	/**
	 * Creates rebuilds.
	 * @param owner connects with an account that may create, rename and drop tables
	 */
	Rebuilds(DataSource owner, JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectionCursor live,
			Supplier<Consumer<String, byte[]>> consumers) {
		this.owner = owner;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.live = live;
		this.consumers = consumers;
	}

	Status status() {
		return this.status;
	}

	/**
	 * Starts a rebuild.
	 * @param fewerUsers whether the new model may have fewer users
	 * @return {@code false} if one is running on this or another instance
	 */
	synchronized boolean begin(boolean fewerUsers) {
		RebuildLock lock = RebuildLock.tryTake(this.owner);
		if (lock == null) {
			return false;
		}
		this.status = new Status(State.RUNNING, new Progress(0, 0, 0, 0), 0, null, null);
		this.ended = CompletableFuture.runAsync(() -> run(lock, fewerUsers),
				new SimpleAsyncTaskExecutor("read-model-rebuild-"));
		return true;
	}

	private void run(RebuildLock lock, boolean fewerUsers) {
		long start = System.nanoTime();
		logger.info("The read model is being rebuilt");
		Differences differences = null;
		String failure = null;
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			differences = new ReadModelRebuild(lock.session(), this.live,
					new ShadowProjection(consumer, this.live, this.jdbc, this.transactions),
					new TransactionTemplate(this.transactions), fewerUsers, (progress) -> report(progress, start))
				.run();
		}
		catch (RuntimeException ex) {
			failure = (ex instanceof ReadModelRebuild.RefusedException) ? ex.getMessage()
					: FailureReason.withoutContent(ex);
			logger.warn("The rebuild of the read model failed: {}", failure);
			logger.debug("The rebuild of the read model failed", ex);
		}
		finally {
			lock.close();
			this.status = new Status((differences != null) ? State.DONE : State.FAILED, this.status.progress,
					millisSince(start), differences, failure);
			logger.info("The rebuild of the read model ended: {}", this.status);
		}
	}

	private void report(Progress progress, long start) {
		this.status = new Status(State.RUNNING, progress, millisSince(start), null, null);
		if (this.stopping) {
			throw new CancellationException();
		}
	}

	private static long millisSince(long start) {
		return Duration.ofNanos(System.nanoTime() - start).toMillis();
	}

	@Override
	public void start() {
		this.stopping = false;
	}

	/**
	 * Ends a running rebuild after its current step. The old model stays in place.
	 * @param callback is called once it has ended. The context waits for it at most
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
	 */
	@Override
	public void stop(Runnable callback) {
		this.stopping = true;
		this.ended.whenComplete((done, failure) -> callback.run());
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return !this.stopping;
	}

	enum State {

		NONE, RUNNING, DONE, FAILED

	}

	/**
	 * The status of a rebuild.
	 *
	 * @param state its state
	 * @param progress how far it came
	 * @param elapsedMillis its duration so far, in milliseconds
	 * @param differences what is remarkable about the new model, once it is in place
	 * @param failure why it failed; the old model is then still in place
	 */
	record Status(State state, @Nullable Progress progress, long elapsedMillis, @Nullable Differences differences,
			@Nullable String failure) {
	}

}
