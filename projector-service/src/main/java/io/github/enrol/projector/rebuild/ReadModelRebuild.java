/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.enrol.projector.projection.ProjectionCursor;
import io.github.enrol.projector.projection.ProjectionCursor.Standing;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Projects {@code user-events} from the beginning into a table beside {@code users},
 * which then replaces {@code users} (ADR 11). The new model follows the live cursor and
 * never overtakes it. Once both hold the same events, the tables are exchanged while the
 * live cursor is locked. Readers see one or the other, and neither lacks a user of the
 * other.
 */
final class ReadModelRebuild {

	private static final String DROP = "DROP TABLE IF EXISTS users_rebuild, projection_cursor_rebuild, users_old";

	private static final String CHANGED = """
			SELECT o.id FROM users_old o LEFT JOIN users n ON n.id = o.id AND n.name = o.name AND n.email = o.email
				AND n.email_key = o.email_key AND n.created_at = o.created_at
			WHERE n.id IS NULL ORDER BY o.id LIMIT 100""";

	/** Maximum lag, in offsets, at which the live projection is held. */
	private static final long NEAR = 2_500;

	/** Maximum time for which the live projection is held. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int ATTEMPTS = 10;

	private final JdbcClient session;

	private final ProjectionCursor live;

	private final ShadowProjection shadow;

	private final TransactionOperations holding;

	private final boolean fewerUsers;

	private final Consumer<Progress> listener;

	/**
	 * Creates a rebuild, which runs once.
	 * @param session the connection whose lock excludes other rebuilds; once it is lost,
	 * tables can be neither exchanged nor dropped
	 * @param holding transactions that hold the live cursor
	 * @param fewerUsers whether the new model may have fewer users
	 * @param listener is called after each step, and may end the rebuild by an exception
	 */
	ReadModelRebuild(JdbcClient session, ProjectionCursor live, ShadowProjection shadow, TransactionOperations holding,
			boolean fewerUsers, Consumer<Progress> listener) {
		this.session = session;
		this.live = live;
		this.shadow = shadow;
		this.holding = holding;
		this.fewerUsers = fewerUsers;
		this.listener = listener;
	}

	/** Returns once the new model is in place. */
	Differences run() {
		// While the exchange waits for one reader, it blocks all others.
		this.session.sql("SET SESSION lock_wait_timeout = 2").update();
		try {
			begin();
			for (int attempt = 1; !isExchanged(attempt); attempt++) {
				if (this.shadow.isContested()) {
					begin();
				}
				project(this.live.standings());
			}
			return new Differences(this.shadow.preferred().stream().limit(100).toList(), changed());
		}
		finally {
			this.session.sql(DROP).update();
			this.session.sql("SET SESSION lock_wait_timeout = DEFAULT").update();
		}
	}

	private List<String> changed() {
		return this.session.sql(CHANGED).query((row, number) -> row.getString(1)).list();
	}

	private void begin() {
		this.live.requireSameLog();
		this.session.sql(DROP).update();
		this.session.sql("CREATE TABLE users_rebuild LIKE users").update();
		this.session.sql("CREATE TABLE projection_cursor_rebuild LIKE projection_cursor").update();
		// Before the ends: both move on.
		Map<Integer, Standing> before = this.live.standings();
		Map<Integer, Long> ends = this.shadow.begin();
		before.forEach((partition, standing) -> {
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
		if (this.shadow.isContested() && attempt < ATTEMPTS) {
			return false;
		}
		try {
			return Boolean.TRUE.equals(this.holding.execute((status) -> exchange()));
		}
		catch (PessimisticLockingFailureException ex) {
			if (attempt >= ATTEMPTS) {
				throw ex;
			}
			return false;
		}
	}

	/**
	 * While the live cursor is held, no users are written, so the new model holds exactly
	 * what the old one should. If this transaction is lost after the exchange, the live
	 * cursor merely keeps its old counts.
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
		if (this.shadow.isContested()) {
			throw new PessimisticLockingFailureException("live users have lost their address to other partitions");
		}
		Map<Integer, Standing> rebuilt = this.shadow.standings();
		if (!this.fewerUsers && users(rebuilt.values()) < users(held.values())) {
			throw new RefusedException("The new model has %s users, fewer than the %s that are counted now."
				.formatted(users(rebuilt.values()), users(held.values())));
		}
		this.session.sql("RENAME TABLE users TO users_old, users_rebuild TO users").update();
		rebuilt.forEach(this.live::correct);
		return true;
	}

	private void project(Map<Integer, Standing> limits) {
		this.shadow.project(limits);
		long known = limits.values().stream().mapToLong(Standing::next).sum();
		this.listener.accept(
				new Progress(known - this.shadow.behind(limits), known, this.shadow.rejected(), this.shadow.skipped()));
	}

	private static long users(Collection<Standing> standings) {
		return standings.stream().mapToLong(Standing::users).sum();
	}

	/**
	 * Progress in offsets, summed over all partitions.
	 *
	 * @param rebuilt position of the new model
	 * @param live position of the live model
	 * @param rejected number of events that could not be applied
	 * @param skipped number of events of a type that is not projected
	 */
	record Progress(long rebuilt, long live, long rejected, long skipped) {
	}

	/**
	 * Users that the log alone does not explain: the first 100 ids of each kind.
	 *
	 * @param kept users of the old model who stay, although in another partition an event
	 * has their address or id too
	 * @param changed users of the old model who have other values now, or are gone
	 */
	record Differences(List<String> kept, List<String> changed) {
	}

	/**
	 * The tables are not exchanged; the message may be shown.
	 */
	static final class RefusedException extends RuntimeException {

		RefusedException(String reason) {
			super(reason);
		}

	}

}
