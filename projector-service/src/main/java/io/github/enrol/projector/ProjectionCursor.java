/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far each partition of {@code user-events} is projected. The position lives beside
 * the users and moves in the transaction that writes them, by compare-and-set (ADR 5): a
 * second instance that believes to own the partition cannot write anything.
 * <p>
 * Whoever writes users touches the cursor first. So who holds the cursor knows that no
 * user is being written (ADR 11).
 */
final class ProjectionCursor {

	private final JdbcClient jdbc;

	private final String table;

	ProjectionCursor(JdbcClient jdbc, String table) {
		this.jdbc = jdbc;
		this.table = table;
	}

	/**
	 * The offset of the next event of each partition; 0 for one never seen before.
	 */
	Map<Integer, Long> positions(Collection<Integer> partitions) {
		Map<Integer, Long> positions = new HashMap<>();
		for (int partition : partitions) {
			sql("""
					INSERT IGNORE INTO %s (topic_partition, next_offset, command_offset, users)
					VALUES (?, 0, -1, 0)""").param(partition).update();
			positions.put(partition,
					sql("SELECT next_offset FROM %s WHERE topic_partition = ?").param(partition)
						.query(Long.class)
						.single());
		}
		return positions;
	}

	/**
	 * Moves on.
	 * @throws CursorMovedException if another instance was there; then nothing of this
	 * transaction may stay
	 */
	void advance(Move move) {
		int moved = sql("""
				UPDATE %s
				SET next_offset = ?, command_offset = GREATEST(command_offset, ?), users = users + ?
				WHERE topic_partition = ? AND next_offset = ?""")
			.params(move.next(), move.commandOffset(), move.users(), move.partition(), move.expected())
			.update();
		if (moved == 0) {
			throw new CursorMovedException(move.partition());
		}
	}

	/**
	 * Counts users, more or fewer, for an event that the partition has passed.
	 * @return whether the partition has passed it
	 */
	boolean count(int partition, long offset, int users) {
		return sql("UPDATE %s SET users = users + ? WHERE topic_partition = ? AND next_offset > ?")
			.params(users, partition, offset)
			.update() == 1;
	}

	/**
	 * Where all partitions stand.
	 */
	Map<Integer, Standing> standings() {
		return standings("");
	}

	/**
	 * Where all partitions stand, and keeps them there until the transaction ends.
	 */
	Map<Integer, Standing> hold() {
		return standings(" ORDER BY topic_partition FOR UPDATE");
	}

	private Map<Integer, Standing> standings(String suffix) {
		Map<Integer, Standing> standings = new HashMap<>();
		sql("SELECT topic_partition, next_offset, command_offset, users FROM %s" + suffix)
			.query((RowCallbackHandler) (row) -> standings.put(row.getInt(1),
					new Standing(row.getLong(2), row.getLong(3), row.getLong(4))));
		return standings;
	}

	/**
	 * Says anew what was counted on the way to a position.
	 */
	void correct(int partition, Standing standing) {
		sql("UPDATE %s SET command_offset = ?, users = ? WHERE topic_partition = ? AND next_offset = ?")
			.params(standing.commandOffset(), standing.users(), partition, standing.next())
			.update();
	}

	private JdbcClient.StatementSpec sql(String statement) {
		return this.jdbc.sql(statement.formatted(this.table));
	}

	/**
	 * One step of one partition.
	 *
	 * @param expected where the partition must stand now
	 * @param next where it stands after it
	 * @param commandOffset of the last command whose event is projected, or -1
	 * @param users number of users that it adds
	 */
	record Move(int partition, long expected, long next, long commandOffset, long users) {
	}

	/**
	 * Where one partition stands: the offset of its next event, the position of the last
	 * command whose event is projected, or -1, and how many users came from it.
	 */
	record Standing(long next, long commandOffset, long users) {
	}

	/**
	 * Another instance projects this partition.
	 */
	static final class CursorMovedException extends RuntimeException {

		CursorMovedException(int partition) {
			super("partition " + partition + " was projected by another instance meanwhile");
		}

	}

}
