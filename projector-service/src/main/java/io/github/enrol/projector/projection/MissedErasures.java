/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out whether erasures may have been missed. {@code user-events} tells of an
 * erasure only for a time, so a read model that was without a projector for longer may
 * hold users who were erased meanwhile, until it is rebuilt.
 */
final class MissedErasures {

	private static final Logger logger = LoggerFactory.getLogger(MissedErasures.class);

	private final JdbcClient jdbc;

	private final Duration tombstones;

	private boolean reported;

	/**
	 * Creates the check.
	 * @param tombstones how long the log tells of an erasure
	 */
	MissedErasures(JdbcClient jdbc, Duration tombstones) {
		this.jdbc = jdbc;
		this.tombstones = tombstones;
	}

	/**
	 * Reports once, if there may be any, before projectors report anew.
	 */
	void report() {
		List<Integer> partitions = partitions();
		if (!this.reported && !partitions.isEmpty()) {
			logger.error(
					"Partitions {} were last projected completely longer ago than erasures are kept ({}): the read"
							+ " model may hold users who were erased. See \"Missed erasures\" in docs/operations.md.",
					partitions, this.tombstones);
		}
		this.reported = true;
	}

	List<Integer> partitions() {
		return this.jdbc.sql("""
				SELECT topic_partition FROM projection_status
				WHERE caught_up_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY topic_partition""")
			.param(this.tombstones.toSeconds())
			.query((row, number) -> row.getInt(1))
			.list();
	}

}
