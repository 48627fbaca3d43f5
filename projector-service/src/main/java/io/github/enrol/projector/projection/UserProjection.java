package io.github.enrol.projector.projection;

import java.util.ArrayList;
import java.util.List;

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
	 * Applies what was read, all or nothing.
	 */
	public void apply(Batch batch) {
		try {
			write(batch);
			this.rejections.count(batch.rejected());
		}
		catch (DataIntegrityViolationException ex) {
			Batch applicable = batch.reject(refused(batch));
			write(applicable);
			this.rejections.count(applicable.rejected());
		}
	}

	private void write(Batch batch) {
		this.transactions.executeWithoutResult((status) -> {
			batch.moves().forEach(this.cursor::advance);
			this.users.insert(batch.rows());
			this.rejections.keep(batch.rejected());
		});
	}

	/**
	 * Finds out which of the rows the database refuses, by a transaction that is rolled
	 * back.
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
	 * Applies an event that was rejected before, unless it has been applied since.
	 * @return whether it was applied now
	 * @throws SerializationException if it cannot be applied
	 * @throws DataIntegrityViolationException if the database refuses it
	 * @throws IllegalStateException if the projection has not come to it yet
	 */
	public boolean applyAgain(ConsumerRecord<String, byte[]> record) {
		UserRow row = Batch.row(record);
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
