/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import io.github.enrol.projector.projection.AssignedConsumers;
import io.github.enrol.projector.projection.ProjectionCursor;
import io.github.enrol.projector.rebuild.ReadModelRebuild.Progress;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs rebuilds in their own thread, one at a time per database.
 */
final class Rebuilds implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Rebuilds.class);

	private final DataSource pool;

	private final JdbcTemplate jdbc;

	private final PlatformTransactionManager transactions;

	private final ProjectionCursor live;

	private final AssignedConsumers consumers;

	private volatile Status status = new Status(State.NONE, null, 0, null);

	private volatile CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

	private volatile boolean stopping;

	Rebuilds(DataSource pool, JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectionCursor live,
			AssignedConsumers consumers) {
		this.pool = pool;
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
	 * @return {@code false} if one is running on this or another instance
	 */
	synchronized boolean begin() {
		RebuildLock lock = RebuildLock.tryTake(this.pool);
		if (lock == null) {
			return false;
		}
		this.status = new Status(State.RUNNING, new Progress(0, 0, 0, 0), 0, null);
		this.ended = CompletableFuture.runAsync(() -> run(lock), new SimpleAsyncTaskExecutor("read-model-rebuild-"));
		return true;
	}

	private void run(RebuildLock lock) {
		long start = System.nanoTime();
		logger.info("The read model is being rebuilt");
		State state = State.FAILED;
		String failure = null;
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			new ReadModelRebuild(lock.session(), this.live,
					new ShadowProjection(consumer, this.jdbc, this.transactions),
					new TransactionTemplate(this.transactions),
					(progress) -> report(State.RUNNING, progress, start, null))
				.run();
			state = State.DONE;
		}
		catch (RuntimeException ex) {
			// The message may quote a row.
			failure = (ex instanceof ReadModelRebuild.RefusedException) ? ex.getMessage()
					: NestedExceptionUtils.getMostSpecificCause(ex).getClass().getName();
			logger.debug("The rebuild failed", ex);
		}
		finally {
			lock.close();
			report(state, this.status.progress, start, failure);
			logger.info("The rebuild of the read model ended: {}", this.status);
		}
	}

	private void report(State state, @Nullable Progress progress, long start, @Nullable String failure) {
		this.status = new Status(state, progress, Duration.ofNanos(System.nanoTime() - start).toMillis(), failure);
		if (this.stopping && state == State.RUNNING) {
			throw new CancellationException();
		}
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
	 * @param failure why it failed; the old model is then still in place
	 */
	record Status(State state, @Nullable Progress progress, long elapsedMillis, @Nullable String failure) {
	}

}
