/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import io.github.enrol.projector.ProjectionCursor.Standing;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Projects {@code user-events} from the beginning into a table beside {@code users}, and
 * then puts it in the place of {@code users} (ADR 11). The new model follows the live
 * cursor and never overtakes it, so at some moment both have the same events; at that
 * moment, with the live cursor held, the tables are exchanged. Readers see the one or the
 * other, and neither lacks what the other has.
 */
final class ReadModelRebuild {

	private static final String DROP = "DROP TABLE IF EXISTS users_rebuild, projection_cursor_rebuild, users_old";

	/** How far behind it may be, in offsets, for the live projection to be held. */
	private static final long NEAR = 2_500;

	/** How long the live projection is held at most. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int ATTEMPTS = 10;

	private final JdbcClient session;

	private final ProjectionCursor live;

	private final ShadowProjection shadow;

	private final TransactionOperations holding;

	private final Consumer<Progress> listener;

	/**
	 * Creates a rebuild, which runs once.
	 * @param session the connection that excludes other rebuilds as long as it lives; who
	 * has lost it can neither exchange nor drop tables
	 * @param holding transactions that hold the live cursor
	 * @param listener hears of each step, and may end the rebuild by an exception
	 */
	ReadModelRebuild(JdbcClient session, ProjectionCursor live, ShadowProjection shadow, TransactionOperations holding,
			Consumer<Progress> listener) {
		this.session = session;
		this.live = live;
		this.shadow = shadow;
		this.holding = holding;
		this.listener = listener;
	}

	void run() {
		// A reader that does not end makes all others wait behind the exchange.
		this.session.sql("SET SESSION lock_wait_timeout = 2").update();
		this.session.sql(DROP).update();
		this.session.sql("CREATE TABLE users_rebuild LIKE users").update();
		this.session.sql("CREATE TABLE projection_cursor_rebuild LIKE projection_cursor").update();
		try {
			begin();
			for (int attempt = 1; !isExchanged(attempt); attempt++) {
				project(this.live.standings());
			}
		}
		finally {
			this.session.sql(DROP).update();
			this.session.sql("SET SESSION lock_wait_timeout = DEFAULT").update();
		}
	}

	private void begin() {
		Map<Integer, Long> ends = this.shadow.begin();
		this.live.standings().forEach((partition, standing) -> {
			if (standing.next() > ends.getOrDefault(partition, 0L)) {
				throw new RefusedException(
						"The cursor of partition " + partition + " is beyond the end of user-events.");
			}
		});
	}

	private boolean isExchanged(int attempt) {
		for (Map<Integer, Standing> now = this.live.standings(); this.shadow.behind(now) > NEAR; now = this.live
			.standings()) {
			project(now);
		}
		try {
			return Boolean.TRUE.equals(this.holding.execute((status) -> exchange()));
		}
		catch (PessimisticLockingFailureException ex) {
			if (attempt == ATTEMPTS) {
				throw ex;
			}
			return false;
		}
	}

	/**
	 * Nobody writes users while the live cursor is held, so what the new model has is
	 * what the old one should have. If this transaction were lost after the exchange, the
	 * live cursor would only keep the counts that it has.
	 */
	private boolean exchange() {
		Map<Integer, Standing> held = this.live.hold();
		long start = System.nanoTime();
		while (this.shadow.behind(held) > 0) {
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				throw new PessimisticLockingFailureException("the live projection cannot be held any longer");
			}
			project(held);
		}
		Map<Integer, Standing> rebuilt = this.shadow.standings();
		if (users(rebuilt.values()) < users(held.values())) {
			throw new RefusedException("The new model has %d users, fewer than the %d that are counted now."
				.formatted(users(rebuilt.values()), users(held.values())));
		}
		this.session.sql("RENAME TABLE users TO users_old, users_rebuild TO users").update();
		rebuilt.forEach(this.live::correct);
		return true;
	}

	private void project(Map<Integer, Standing> limits) {
		this.shadow.project(limits);
		long known = limits.values().stream().mapToLong(Standing::next).sum();
		this.listener.accept(new Progress(known - this.shadow.behind(limits), known, this.shadow.skipped()));
	}

	private static long users(Collection<Standing> standings) {
		return standings.stream().mapToLong(Standing::users).sum();
	}

	/**
	 * How far it is, in offsets summed over all partitions.
	 *
	 * @param rebuilt how far the new model is
	 * @param live how far the live one is
	 * @param skipped events that could not be applied
	 */
	record Progress(long rebuilt, long live, long skipped) {
	}

	/**
	 * The tables are not exchanged, for a reason that may be shown.
	 */
	static final class RefusedException extends RuntimeException {

		RefusedException(String reason) {
			super(reason);
		}

	}

}
