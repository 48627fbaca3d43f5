/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.projector.ProjectionCursor.Move;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Applies events to the read model, a batch in one transaction together with the
 * positions behind it. However often a batch comes, and from however many instances, each
 * event is applied once.
 * <p>
 * An event that cannot be applied is dead-lettered before the transaction commits, so it
 * may be so twice after a crash, and is never lost.
 */
final class UserProjection {

	/**
	 * The most rows in one statement, a power of two. So many stay far below any limit on
	 * the size of a packet.
	 */
	private static final int ROWS_PER_STATEMENT = 512;

	private final JdbcTemplate jdbc;

	private final TransactionOperations transactions;

	private final ProjectionCursor cursor;

	private final Rejections rejections;

	private final String table;

	private final UserEventDeserializer deserializer = new UserEventDeserializer();

	UserProjection(JdbcTemplate jdbc, TransactionOperations transactions, ProjectionCursor cursor,
			Rejections rejections, String table) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.cursor = cursor;
		this.rejections = rejections;
		this.table = table;
	}

	/**
	 * Reads the records, without the database.
	 * @param partitions the records of each partition, in their order
	 * @param positions where each of these partitions stands before them
	 */
	Batch read(Iterable<List<ConsumerRecord<String, byte[]>>> partitions, Map<Integer, Long> positions) {
		Batch batch = new Batch(positions);
		for (List<ConsumerRecord<String, byte[]>> records : partitions) {
			batch.records.put(records.get(0).partition(), records);
			for (ConsumerRecord<String, byte[]> record : records) {
				try {
					batch.rows.add(row(record));
				}
				catch (SerializationException ex) {
					batch.rejected.add(new Rejected(record, ex));
				}
			}
		}
		return batch;
	}

	/**
	 * Applies what was read, all or nothing.
	 */
	void apply(Batch batch) {
		try {
			this.transactions.executeWithoutResult((status) -> {
				batch.moves().forEach(this.cursor::advance);
				insert(batch.rows);
				this.rejections.keep(batch.rejected);
			});
		}
		catch (DataIntegrityViolationException ex) {
			applyOneByOne(batch);
		}
		this.rejections.count(batch.rejected);
	}

	/**
	 * The slow way, to find out which of the rows the database refuses.
	 */
	private void applyOneByOne(Batch batch) {
		this.transactions.executeWithoutResult((status) -> {
			batch.moves().forEach(this.cursor::advance);
			for (Row row : List.copyOf(batch.rows)) {
				try {
					insert(List.of(row));
				}
				catch (DataIntegrityViolationException ex) {
					batch.reject(row, ex);
					this.cursor.count(row.record.partition(), row.record.offset(), -1);
				}
			}
			this.rejections.keep(batch.rejected);
		});
	}

	/**
	 * Applies an event that was rejected before, unless it has been applied since.
	 * @return whether it was applied now
	 * @throws SerializationException if it cannot be applied
	 * @throws DataIntegrityViolationException if the database refuses it
	 * @throws IllegalStateException if the projection has not come to it yet
	 */
	boolean applyAgain(ConsumerRecord<String, byte[]> record) {
		Row row = row(record);
		return Boolean.TRUE.equals(this.transactions.execute((status) -> {
			if (!this.cursor.count(record.partition(), record.offset(), 1)) {
				throw new IllegalStateException("the projection has not come to this event yet");
			}
			if (isPresent(row)) {
				status.setRollbackOnly();
				return false;
			}
			insert(List.of(row));
			return true;
		}));
	}

	private boolean isPresent(Row row) {
		return !this.jdbc
			.queryForList("SELECT 1 FROM " + this.table + " WHERE id = ? AND email_key = ?", row.event.userId(),
					row.record.key())
			.isEmpty();
	}

	/**
	 * Many rows in one statement need no driver that was told to rewrite batches. Their
	 * numbers are powers of two, so that there are only ten statements, which the
	 * database has parsed already.
	 */
	private void insert(List<Row> rows) {
		int count;
		for (int from = 0; from < rows.size(); from += count) {
			count = Math.min(ROWS_PER_STATEMENT, Integer.highestOneBit(rows.size() - from));
			List<Row> some = rows.subList(from, from + count);
			String values = String.join(", ", Collections.nCopies(some.size(), "(?, ?, ?, ?, ?)"));
			this.jdbc.update("INSERT INTO " + this.table + " (id, name, email, email_key, created_at) VALUES " + values,
					(statement) -> bind(statement, some));
		}
	}

	private static void bind(PreparedStatement statement, List<Row> rows) throws SQLException {
		int parameter = 0;
		for (Row row : rows) {
			statement.setString(++parameter, row.event.userId());
			statement.setString(++parameter, row.event.username());
			statement.setString(++parameter, row.event.email());
			statement.setString(++parameter, row.record.key());
			// Without a zone, so that no zone of a driver or a session can shift it.
			statement.setObject(++parameter, LocalDateTime.ofInstant(row.event.registeredAt(), ZoneOffset.UTC));
		}
	}

	private Row row(ConsumerRecord<String, byte[]> record) {
		UserEvent event = this.deserializer.deserialize(record.topic(), record.headers(), record.value());
		if (record.key() == null) {
			throw new SerializationException("the record has no key");
		}
		return new Row(record, (UserRegistered) event);
	}

	/**
	 * What becomes of events that cannot be applied.
	 */
	interface Rejections {

		/**
		 * Keeps them, before the transaction commits that passes them over.
		 */
		default void keep(List<Rejected> rejected) {
		}

		/**
		 * Counts them, after that.
		 */
		void count(List<Rejected> rejected);

	}

	/**
	 * An event and why it cannot be applied.
	 */
	record Rejected(ConsumerRecord<String, byte[]> record, Exception reason) {
	}

	private record Row(ConsumerRecord<String, byte[]> record, UserRegistered event) {
	}

	/**
	 * Events that were read and wait to be applied, in one transaction.
	 */
	static final class Batch {

		private final Map<Integer, Long> positions;

		private final List<Row> rows = new ArrayList<>();

		private final List<Rejected> rejected = new ArrayList<>();

		/** Sorted, so that instances lock partitions in one order. */
		private final Map<Integer, List<ConsumerRecord<String, byte[]>>> records = new TreeMap<>();

		private Batch(Map<Integer, Long> positions) {
			this.positions = Map.copyOf(positions);
		}

		private void reject(Row row, DataIntegrityViolationException reason) {
			this.rows.remove(row);
			this.rejected.add(new Rejected(row.record, reason));
		}

		private List<Move> moves() {
			Map<Integer, Long> users = new HashMap<>();
			this.rows.forEach((row) -> users.merge(row.record.partition(), 1L, Long::sum));
			List<Move> moves = new ArrayList<>();
			this.records.forEach((partition, records) -> moves.add(new Move(partition, this.positions.get(partition),
					next(records), commandOffset(records), users.getOrDefault(partition, 0L))));
			return moves;
		}

		/**
		 * The position of the last command that one of them answers, which comes last,
		 * too.
		 * @return -1 if none of them answers one
		 */
		private static long commandOffset(List<ConsumerRecord<String, byte[]>> records) {
			for (int i = records.size() - 1; i >= 0; i--) {
				OptionalLong offset = CloudEventHeaders.commandOffset(records.get(i).headers());
				if (offset.isPresent()) {
					return offset.getAsLong();
				}
			}
			return -1;
		}

		int size() {
			return this.rows.size() + this.rejected.size();
		}

		/**
		 * Where the partitions stand when it is applied.
		 */
		Map<Integer, Long> next() {
			Map<Integer, Long> next = new TreeMap<>();
			this.records.forEach((partition, records) -> next.put(partition, next(records)));
			return next;
		}

		private static long next(List<ConsumerRecord<String, byte[]>> records) {
			return records.get(records.size() - 1).offset() + 1;
		}

	}

}
