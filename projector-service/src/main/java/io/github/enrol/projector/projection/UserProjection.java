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
			List<UserRow> rows = new ArrayList<>();
			for (UserChange change : batch.changes()) {
				if (change instanceof UserRow row) {
					rows.add(row);
				}
				else if (change instanceof ErasedUser erased) {
					this.users.insert(rows);
					rows.clear();
					erase(erased);
				}
			}
			this.users.insert(rows);
		});
	}

	private int erase(ErasedUser erased) {
		int users = this.users.erase(erased);
		if (users > 0) {
			this.cursor.count(erased.record().partition(), erased.record().offset(), -users);
		}
		return users;
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
			for (UserChange change : batch.changes()) {
				try {
					if (change instanceof UserRow row) {
						this.users.insert(List.of(row));
					}
					else if (change instanceof ErasedUser erased) {
						this.users.erase(erased);
					}
				}
				catch (DataIntegrityViolationException ex) {
					refused.add(new Rejected(change.record(), ex));
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
	 * @throws IllegalStateException if its type is not projected, the projection has not
	 * reached it yet, or its user has been erased since
	 */
	public boolean applyAgain(ConsumerRecord<String, byte[]> record) {
		UserChange change = Batch.change(record)
			.orElseThrow(() -> new IllegalStateException("events of its type are not projected"));
		return Boolean.TRUE.equals(this.transactions.execute((status) -> {
			// Locks the cursor, so that no erasure comes between.
			if (!this.cursor.count(record.partition(), record.offset(), 0)) {
				throw new IllegalStateException("the projection has not come to this event yet");
			}
			return (change instanceof ErasedUser erased) ? erase(erased) > 0 : insert((UserRow) change);
		}));
	}

	private boolean insert(UserRow row) {
		if (this.users.isErased(row.id())) {
			throw new IllegalStateException("its user has been erased since");
		}
		if (this.users.contains(row)) {
			return false;
		}
		this.users.insert(List.of(row));
		this.cursor.count(row.record().partition(), row.record().offset(), 1);
		return true;
	}

}
