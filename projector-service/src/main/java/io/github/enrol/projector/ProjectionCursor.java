package io.github.enrol.projector;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far each partition of {@code user-events} is projected. The position lives beside
 * the users and moves in the transaction that writes them, by compare-and-set (ADR 5): a
 * second instance that believes to own the partition cannot write anything.
 */
final class ProjectionCursor {

	private final JdbcClient jdbc;

	ProjectionCursor(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The offset of the next event of each partition; 0 for one never seen before.
	 */
	Map<Integer, Long> positions(Collection<Integer> partitions) {
		Map<Integer, Long> positions = new HashMap<>();
		for (int partition : partitions) {
			this.jdbc.sql("""
					INSERT IGNORE INTO projection_cursor (topic_partition, next_offset, command_offset, users)
					VALUES (?, 0, -1, 0)""").param(partition).update();
			positions.put(partition,
					this.jdbc.sql("SELECT next_offset FROM projection_cursor WHERE topic_partition = ?")
						.param(partition)
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
		int moved = this.jdbc.sql("""
				UPDATE projection_cursor
				SET next_offset = ?, command_offset = GREATEST(command_offset, ?), users = users + ?
				WHERE topic_partition = ? AND next_offset = ?""")
			.params(move.next(), move.commandOffset(), move.users(), move.partition(), move.expected())
			.update();
		if (moved == 0) {
			throw new CursorMovedException(move.partition());
		}
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
	 * Another instance projects this partition.
	 */
	static final class CursorMovedException extends RuntimeException {

		CursorMovedException(int partition) {
			super("partition " + partition + " was projected by another instance meanwhile");
		}

	}

}
