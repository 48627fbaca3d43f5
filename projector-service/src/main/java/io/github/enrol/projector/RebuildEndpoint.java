/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.enrol.projector.ReadModelRebuild.Progress;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.ErrorResponseException;

/**
 * Starts a rebuild of the read model and says how far it is. At most one runs on a
 * database, whatever instances are asked: a named lock of the database's session, which a
 * dead instance cannot keep.
 */
@Endpoint(id = "rebuild")
final class RebuildEndpoint implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(RebuildEndpoint.class);

	/** Names of locks are shared by all schemas of a server, and at most 64 long. */
	private static final String LOCK_NAME = "CONCAT('enrol.rebuild.', MD5(DATABASE()))";

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private final DataSource pool;

	private final JdbcTemplate jdbc;

	private final PlatformTransactionManager transactions;

	private final ProjectionCursor live;

	private final Supplier<Consumer<String, byte[]>> consumers;

	private volatile Status status = new Status(State.NONE, null, 0, null);

	private volatile boolean stopping;

	private @Nullable Thread thread;

	RebuildEndpoint(DataSource pool, JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectionCursor live,
			Supplier<Consumer<String, byte[]>> consumers) {
		this.pool = pool;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.live = live;
		this.consumers = consumers;
	}

	/**
	 * The last rebuild that this instance was asked for.
	 */
	@ReadOperation
	Status status() {
		return this.status;
	}

	@WriteOperation
	synchronized WebEndpointResponse<Status> start() {
		SingleConnectionDataSource session = lockedSession();
		if (session == null) {
			throw refusal(HttpStatus.CONFLICT, "A rebuild is running.");
		}
		this.status = new Status(State.RUNNING, new Progress(0, 0, 0), 0, null);
		this.thread = new Thread(() -> run(session), "read-model-rebuild");
		this.thread.start();
		return new WebEndpointResponse<>(this.status, HttpStatus.ACCEPTED.value());
	}

	/**
	 * A connection out of the pool that has the lock.
	 * @return {@code null} if another one has it
	 */
	private @Nullable SingleConnectionDataSource lockedSession() {
		SingleConnectionDataSource session = null;
		boolean locked = false;
		try {
			session = new SingleConnectionDataSource(DataSourceUtils.getConnection(this.pool), true);
			locked = lock(session, "GET_LOCK(" + LOCK_NAME + ", 0)");
			return locked ? session : null;
		}
		catch (DataAccessException ex) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached.");
		}
		finally {
			if (session != null && !locked) {
				session.destroy();
			}
		}
	}

	private static ErrorResponseException refusal(HttpStatus status, String detail) {
		return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	private void run(SingleConnectionDataSource session) {
		long start = System.nanoTime();
		logger.info("The read model is rebuilt");
		State state = State.FAILED;
		String failure = null;
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			new ReadModelRebuild(JdbcClient.create(session), this.live,
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
			release(session);
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

	private static void release(SingleConnectionDataSource session) {
		try {
			lock(session, "RELEASE_LOCK(" + LOCK_NAME + ")");
		}
		catch (RuntimeException ex) {
			logger.debug("The session is gone, and its lock with it", ex);
		}
		session.destroy();
	}

	private static boolean lock(DataSource session, String function) {
		return Integer.valueOf(1).equals(new JdbcTemplate(session).queryForObject("SELECT " + function, Integer.class));
	}

	@Override
	public void destroy() throws InterruptedException {
		this.stopping = true;
		Thread running = this.thread;
		if (running != null) {
			running.join(STOP_TIMEOUT.toMillis());
		}
	}

	enum State {

		NONE, RUNNING, DONE, FAILED

	}

	/**
	 * What became of a rebuild.
	 *
	 * @param state how it stands
	 * @param progress how far it came
	 * @param elapsedMillis how long it has taken
	 * @param failure why it failed; then the old model is still in place
	 */
	record Status(State state, @Nullable Progress progress, long elapsedMillis, @Nullable String failure) {
	}

}
