/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectionCursor.Standing;
import io.github.enrol.projector.UserProjection.Batch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Projects {@code user-events} from its beginning into tables beside the live ones, and
 * never further than the live projection is.
 */
final class ShadowProjection {

	static final String USERS = "users_rebuild";

	static final String CURSOR = "projection_cursor_rebuild";

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

	private final Consumer<String, byte[]> consumer;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final Map<Integer, Long> positions = new HashMap<>();

	private long skipped;

	/**
	 * Creates a projection into tables that are there and empty.
	 * @param consumer without a group, that reads what is committed
	 */
	ShadowProjection(Consumer<String, byte[]> consumer, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
		this.consumer = consumer;
		this.cursor = new ProjectionCursor(JdbcClient.create(jdbc), CURSOR);
		// While one transaction holds the live cursor, others fill the new model.
		TransactionTemplate filling = new TransactionTemplate(transactions);
		filling.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		// They are in user-events.dlt since they were projected the first time.
		UserProjection.Rejections skip = (rejected) -> this.skipped += rejected.size();
		this.projection = new UserProjection(jdbc, filling, this.cursor, skip, USERS);
	}

	/**
	 * Goes to the beginning.
	 * @return the end of each partition
	 */
	Map<Integer, Long> begin() {
		List<TopicPartition> partitions = this.consumer.partitionsFor(UserEvents.TOPIC)
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		this.consumer.assign(partitions);
		// Not "to the beginning": a log that has lost its beginning is a failure.
		partitions.forEach((partition) -> this.consumer.seek(partition, 0));
		this.positions.putAll(this.cursor.positions(partitions.stream().map(TopicPartition::partition).toList()));
		Map<Integer, Long> ends = new HashMap<>();
		this.consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.partition(), end));
		return ends;
	}

	/**
	 * Projects what comes next.
	 * @param limits where the live projection stands
	 */
	void project(Map<Integer, Standing> limits) {
		this.consumer.resume(this.consumer.paused());
		this.consumer.pause(this.consumer.assignment()
			.stream()
			.filter((partition) -> this.positions.get(partition.partition()) >= limit(limits, partition))
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
		if (!due.isEmpty()) {
			Batch batch = this.projection.read(due, this.positions);
			this.projection.apply(batch);
			this.positions.putAll(batch.next());
		}
	}

	private static long limit(Map<Integer, Standing> limits, TopicPartition partition) {
		Standing limit = limits.get(partition.partition());
		return (limit != null) ? limit.next() : 0;
	}

	/**
	 * How many offsets there are from here to where the live projection stands.
	 */
	long behind(Map<Integer, Standing> limits) {
		return limits.entrySet()
			.stream()
			.mapToLong((limit) -> limit.getValue().next() - this.positions.getOrDefault(limit.getKey(), 0L))
			.sum();
	}

	Map<Integer, Standing> standings() {
		return this.cursor.standings();
	}

	/**
	 * How many events could not be applied.
	 */
	long skipped() {
		return this.skipped;
	}

}
