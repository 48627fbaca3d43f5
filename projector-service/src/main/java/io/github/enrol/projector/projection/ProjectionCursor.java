/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The position of the projection in each partition of {@code user-events}. It is stored
 * beside the users and moves by compare-and-set in the transaction that writes them (ADR
 * 5): a second instance that believes it owns the partition cannot write anything.
 * <p>
 * Every transaction that writes users updates the cursor first. So while a transaction
 * holds the cursor, no other one writes users (ADR 11).
 */
public final class ProjectionCursor {

	private final JdbcClient jdbc;

	private final String table;

	private final Supplier<String> log;

	/**
	 * Creates a cursor.
	 * @param log tells the id of {@code user-events}
	 */
	ProjectionCursor(JdbcClient jdbc, String table, Supplier<String> log) {
		this.jdbc = jdbc;
		this.table = table;
		this.log = log;
	}

	/**
	 * Returns a cursor in another table.
	 */
	public ProjectionCursor in(String table) {
		return new ProjectionCursor(this.jdbc, table, this.log);
	}

	/**
	 * Returns the offset of the next event of each partition; 0 for a new partition.
	 */
	public Map<Integer, Long> positions(Collection<Integer> partitions) {
		create(partitions);
		Map<Integer, Long> positions = new HashMap<>();
		for (int partition : partitions) {
			positions.put(partition,
					sql("SELECT next_offset FROM %s WHERE topic_partition = ?").param(partition)
						.query(Long.class)
						.single());
		}
		return positions;
	}

	/**
	 * Creates all missing rows at once: if some partitions have a row, the query-service
	 * takes the others as non-existent (ADR 6).
	 */
	void create(Collection<Integer> partitions) {
		String rows = String.join(", ", Collections.nCopies(partitions.size(), "(?, 0, -1, 0)"));
		sql("INSERT IGNORE INTO %s (topic_partition, next_offset, command_offset, users) VALUES " + rows)
			.params(List.copyOf(partitions))
			.update();
	}

	/**
	 * Requires that the positions are of the topic that Kafka has. In another one they
	 * would pass over events.
	 * @throws OtherLogException if they are not
	 */
	public void requireSameLog() {
		List<Optional<String>> known = sql("SELECT DISTINCT topic_id FROM %s")
			.query((row, number) -> Optional.ofNullable(row.getString(1)))
			.list();
		String present = this.log.get();
		known.stream().flatMap(Optional::stream).filter((id) -> !id.equals(present)).findFirst().ifPresent((id) -> {
			throw new OtherLogException(id, present);
		});
		// Of new partitions, or of a projector that did not know of ids.
		if (known.contains(Optional.<String>empty())) {
			sql("UPDATE %s SET topic_id = ? WHERE topic_id IS NULL").param(present).update();
		}
	}

	/**
	 * Moves one partition on.
	 * @throws CursorMovedException if another instance moved it; the transaction must
	 * then be rolled back
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
	 * Adjusts the count of users for an event that the partition has already passed, and
	 * locks the cursor of the partition until the transaction ends.
	 * @return whether the partition has passed the event
	 */
	boolean count(int partition, long offset, int users) {
		return sql("UPDATE %s SET users = users + ? WHERE topic_partition = ? AND next_offset > ?")
			.params(users, partition, offset)
			.update() == 1;
	}

	public Map<Integer, Standing> standings() {
		return standings("");
	}

	/**
	 * Returns the state of all partitions and locks it until the transaction ends.
	 */
	public Map<Integer, Standing> hold() {
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
	 * Replaces the count of users of a partition that stands at the given position. The
	 * offset of its last command never goes back: the event of that command may have been
	 * erased from the log.
	 */
	public void correct(int partition, Standing standing) {
		sql("UPDATE %s SET command_offset = GREATEST(command_offset, ?), users = ? WHERE topic_partition = ? AND next_offset = ?")
			.params(standing.commandOffset(), standing.users(), partition, standing.next())
			.update();
	}

	private JdbcClient.StatementSpec sql(String statement) {
		return this.jdbc.sql(statement.formatted(this.table));
	}

	/**
	 * One step of one partition.
	 *
	 * @param expected the current position
	 * @param next the position afterwards
	 * @param commandOffset offset of the last command whose event is projected, or -1
	 * @param users number of users added
	 */
	record Move(int partition, long expected, long next, long commandOffset, long users) {
	}

	/**
	 * The state of one partition: the offset of its next event, the offset of the last
	 * command whose event is projected (or -1), and the number of its users.
	 */
	public record Standing(long next, long commandOffset, long users) {
	}

	/**
	 * The positions are of another {@code user-events}. The message may be shown.
	 */
	public static final class OtherLogException extends RuntimeException {

		OtherLogException(String known, String present) {
			super("The positions in the database are of another user-events (its id was " + known + " and is " + present
					+ "), where they would pass over events. See \"The read model is lost\" in docs/operations.md.");
		}

	}

	/**
	 * Another instance projects this partition.
	 */
	public static final class CursorMovedException extends RuntimeException {

		CursorMovedException(int partition) {
			super("partition " + partition + " was projected by another instance meanwhile");
		}

	}

}
