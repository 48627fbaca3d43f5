/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Applies events to the read model: a batch and the positions after it in one
 * transaction. Each event is applied once, however often and by however many instances a
 * batch is delivered.
 * <p>
 * An event that cannot be applied is kept before the transaction begins. After a crash or
 * a failure it may be kept twice, but it is never lost. The cursor is never locked while
 * waiting for Kafka.
 */
public final class UserProjection {

	private final UsersTable users;

	private final TransactionOperations transactions;

	private final ProjectionCursor cursor;

	private final Rejections rejections;

	public UserProjection(JdbcTemplate jdbc, TransactionOperations transactions, ProjectionCursor cursor,
			Rejections rejections, String table) {
		this.users = new UsersTable(jdbc, table);
		this.transactions = transactions;
		this.cursor = cursor;
		this.rejections = rejections;
	}

	/**
	 * Applies a batch, all or nothing.
	 * @return the batch, in which the events that the database refused are rejected
	 */
	public Batch apply(Batch batch) {
		this.rejections.keep(batch.rejected());
		try {
			write(batch);
			this.rejections.count(batch.rejected(), batch.skipped());
			return batch;
		}
		catch (DataIntegrityViolationException ex) {
			List<Rejected> refused = refused(batch);
			Batch applicable = batch.reject(refused);
			this.rejections.keep(refused);
			write(applicable);
			this.rejections.count(applicable.rejected(), applicable.skipped());
			return applicable;
		}
	}

	private void write(Batch batch) {
		this.transactions.executeWithoutResult((status) -> {
			batch.moves().forEach(this.cursor::advance);
			this.users.insert(batch.rows());
		});
	}

	/**
	 * Finds the rows that the database refuses, in a transaction that is rolled back. It
	 * moves the cursor as well; otherwise an overtaken instance would find its own rows
	 * refused.
	 */
	private List<Rejected> refused(Batch batch) {
		List<Rejected> refused = new ArrayList<>();
		this.transactions.executeWithoutResult((status) -> {
			status.setRollbackOnly();
			batch.moves().forEach(this.cursor::advance);
			for (UserRow row : batch.rows()) {
				try {
					this.users.insert(List.of(row));
				}
				catch (DataIntegrityViolationException ex) {
					refused.add(new Rejected(row.record(), ex));
				}
			}
		});
		return refused;
	}

	/**
	 * Applies a rejected event, unless it has been applied since.
	 * @return whether it was applied now
	 * @throws SerializationException if it cannot be read
	 * @throws DataIntegrityViolationException if the database refuses it
	 * @throws IllegalStateException if its type is not projected, or the projection has
	 * not reached it yet
	 */
	public boolean applyAgain(ConsumerRecord<String, byte[]> record) {
		UserRow row = Batch.row(record)
			.orElseThrow(() -> new IllegalStateException("events of its type are not projected"));
		return Boolean.TRUE.equals(this.transactions.execute((status) -> {
			if (!this.cursor.count(record.partition(), record.offset(), 1)) {
				throw new IllegalStateException("the projection has not come to this event yet");
			}
			if (this.users.contains(row)) {
				status.setRollbackOnly();
				return false;
			}
			this.users.insert(List.of(row));
			return true;
		}));
	}

}
