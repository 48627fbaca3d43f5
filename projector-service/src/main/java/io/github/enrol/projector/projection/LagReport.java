/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reports how far {@code user-events} reaches: to the metrics of this instance, and to
 * those who have the database alone. Nothing depends on the report, so a failure to write
 * it does not hold up the projection; its time then stands still.
 */
final class LagReport {

	private static final Logger logger = LoggerFactory.getLogger(LagReport.class);

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final Duration interval;

	private final ProjectionLag lag;

	private long reported = System.nanoTime();

	/**
	 * Creates a report.
	 * @param interval the least time between two reports
	 */
	LagReport(JdbcClient jdbc, TransactionOperations transactions, Duration interval, ProjectionLag lag) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.interval = interval;
		this.lag = lag;
	}

	/**
	 * Reports on the consumer's partitions if the last report is old enough.
	 * @param positions the offset after the last event that was read of each partition
	 * @param written whether all these events are in the database
	 */
	void report(Consumer<?, ?> consumer, Map<Integer, Long> positions, boolean written) {
		if (System.nanoTime() - this.reported < this.interval.toNanos()) {
			return;
		}
		this.reported = System.nanoTime();
		double silence = Heartbeats.secondsAgo(consumer.metrics());
		if (!Heartbeats.areRecent(silence)) {
			return;
		}
		// Sorted, so that two instances never wait for each other.
		Map<Integer, Standing> standings = new TreeMap<>();
		positions.forEach((partition, position) -> {
			TopicPartition topicPartition = new TopicPartition(UserEvents.TOPIC, partition);
			OptionalLong lag = consumer.currentLag(topicPartition);
			if (lag.isPresent()) {
				// The consumer is past the markers of transactions, the position is not.
				long end = (lag.getAsLong() == 0) ? position : consumer.position(topicPartition) + lag.getAsLong();
				standings.put(partition, new Standing(position, end, written && end == position));
			}
		});
		standings.forEach((partition, standing) -> this.lag.known(partition, standing.left(), standing.caughtUp,
				Duration.ofMillis((long) (silence * 1_000))));
		try {
			this.transactions.executeWithoutResult(
					(status) -> standings.forEach((partition, standing) -> write(partition, standing, silence)));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The status of the projection is not written: {}", FailureReason.withoutContent(ex));
		}
	}

	private void write(int partition, Standing standing, double silence) {
		int updated = this.jdbc.sql("""
				UPDATE projection_status
				SET moved_at = IF(next_offset <> :next, UTC_TIMESTAMP(3), moved_at), next_offset = :next,
					end_offset = :end, as_of = UTC_TIMESTAMP(3) - INTERVAL :silence MICROSECOND,
					caught_up_at = IF(:caughtUp, as_of, caught_up_at)
				WHERE topic_partition = :partition""")
			.param("next", standing.next)
			.param("end", standing.end)
			.param("silence", (long) (silence * 1_000_000))
			.param("caughtUp", standing.caughtUp)
			.param("partition", partition)
			.update();
		if (updated == 0) {
			this.jdbc.sql("""
					INSERT IGNORE INTO projection_status (topic_partition, next_offset, end_offset, as_of)
					VALUES (?, ?, ?, UTC_TIMESTAMP(3))""").params(partition, standing.next, standing.end).update();
		}
	}

	/**
	 * Forgets partitions that are another instance's.
	 */
	void revoked(Collection<TopicPartition> partitions) {
		this.lag.revoked(partitions.stream().map(TopicPartition::partition).toList());
	}

	private record Standing(long next, long end, boolean caughtUp) {

		long left() {
			return Math.max(0, this.end - this.next);
		}

	}

}
