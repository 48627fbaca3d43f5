/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.projection.Batch;
import io.github.enrol.projector.projection.Precedence;
import io.github.enrol.projector.projection.ProjectionCursor;
import io.github.enrol.projector.projection.ProjectionCursor.Standing;
import io.github.enrol.projector.projection.Rejections;
import io.github.enrol.projector.projection.UserProjection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Projects {@code user-events} from the beginning into tables beside the live ones, never
 * further than the live projection.
 */
final class ShadowProjection {

	static final String USERS = "users_rebuild";

	static final String CURSOR = "projection_cursor_rebuild";

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

	private final Consumer<String, byte[]> consumer;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final Map<Integer, Long> positions = new HashMap<>();

	private final Precedence precedence;

	private boolean contested;

	private long rejected;

	private long skipped;

	/**
	 * Creates a projection into existing, empty tables.
	 * @param consumer without a group; reads committed records only
	 */
	ShadowProjection(Consumer<String, byte[]> consumer, ProjectionCursor live, JdbcTemplate jdbc,
			PlatformTransactionManager transactions) {
		this.consumer = consumer;
		this.cursor = live.in(CURSOR);
		// Separate transactions fill the new model while another one holds the live
		// cursor.
		TransactionTemplate filling = new TransactionTemplate(transactions);
		filling.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		// Counted only: the first projection already wrote them to user-events.dlt.
		Precedence precedence = new Precedence(jdbc, "users", USERS);
		Rejections counts = (rejected, skipped) -> {
			// In a transaction of its own, because the one that holds the live cursor
			// reads
			// from a snapshot without the rows just written.
			this.contested |= Boolean.TRUE.equals(filling.execute((status) -> precedence.claim(rejected)));
			this.rejected += rejected.size();
			this.skipped += skipped;
		};
		this.precedence = precedence;
		this.projection = new UserProjection(jdbc, filling, this.cursor, counts, USERS);
	}

	/**
	 * Seeks to the beginning, with empty tables.
	 * @return the end offset of each partition
	 */
	Map<Integer, Long> begin() {
		List<TopicPartition> partitions = this.consumer.partitionsFor(UserEvents.TOPIC)
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		this.consumer.assign(partitions);
		// Not seekToBeginning(): a log that has lost its beginning is a failure.
		partitions.forEach((partition) -> this.consumer.seek(partition, 0));
		this.positions.putAll(this.cursor.positions(partitions.stream().map(TopicPartition::partition).toList()));
		this.contested = false;
		this.rejected = 0;
		this.skipped = 0;
		Map<Integer, Long> ends = new HashMap<>();
		this.consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.partition(), end));
		return ends;
	}

	/**
	 * Projects the next events.
	 * @param limits the state of the live projection
	 */
	void project(Map<Integer, Standing> limits) {
		this.consumer.resume(this.consumer.paused());
		this.consumer.pause(this.consumer.assignment()
			.stream()
			.filter((partition) -> this.positions.getOrDefault(partition.partition(), 0L) >= limit(limits, partition))
			.toList());
		ConsumerRecords<String, byte[]> polled = this.consumer.poll(POLL_TIMEOUT);
		List<List<ConsumerRecord<String, byte[]>>> due = new ArrayList<>();
		for (TopicPartition partition : polled.partitions()) {
			List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.records(partition));
			long limit = limit(limits, partition);
			if (records.removeIf((record) -> record.offset() >= limit)) {
				this.consumer.seek(partition, limit);
			}
			if (!records.isEmpty()) {
				due.add(records);
			}
		}
		Batch batch = this.precedence.applyTo(Batch.read(due, this.positions, reached(limits)));
		if (!batch.isEmpty()) {
			this.projection.apply(batch);
			this.positions.putAll(batch.next());
		}
	}

	/**
	 * Returns how far each partition has been read. Where compaction has removed records,
	 * the last one that is left may be far before the limit.
	 */
	private Map<Integer, Long> reached(Map<Integer, Standing> limits) {
		Map<Integer, Long> reached = new HashMap<>();
		for (TopicPartition partition : this.consumer.assignment()) {
			long position = Math.min(this.consumer.position(partition), limit(limits, partition));
			if (position > this.positions.getOrDefault(partition.partition(), 0L)) {
				reached.put(partition.partition(), position);
			}
		}
		return reached;
	}

	private static long limit(Map<Integer, Standing> limits, TopicPartition partition) {
		Standing limit = limits.get(partition.partition());
		return (limit != null) ? limit.next() : 0;
	}

	/**
	 * Returns the number of offsets between this and the live projection.
	 */
	long behind(Map<Integer, Standing> limits) {
		return limits.entrySet()
			.stream()
			.mapToLong((limit) -> limit.getValue().next() - this.positions.getOrDefault(limit.getKey(), 0L))
			.sum();
	}

	/**
	 * Whether live users were rejected because those of other partitions came first. The
	 * projection then has to begin anew, and will prefer the live ones.
	 */
	boolean isContested() {
		return this.contested;
	}

	/**
	 * Returns the ids of the live users who are preferred.
	 */
	Set<String> preferred() {
		return this.precedence.ids();
	}

	Map<Integer, Standing> standings() {
		return this.cursor.standings();
	}

	long rejected() {
		return this.rejected;
	}

	long skipped() {
		return this.skipped;
	}

}
