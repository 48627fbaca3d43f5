/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * What one Kafka consumer does in turn: asks the database where to read on, reads a
 * batch, has it written. It belongs to one thread.
 */
final class PollLoop implements ConsumerRebalanceListener {

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	/** So many events that wait in Kafka are worth reading ahead. */
	private static final int BACKLOG = 500;

	/** How many batches may be on their way into the database while the next is read. */
	private static final int READ_AHEAD = 4;

	private final Consumer<String, byte[]> consumer;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final WritePipeline pipeline;

	/**
	 * Where reading goes on in the assigned partitions; for one that is absent the
	 * database must be asked first.
	 */
	private final Map<Integer, Long> positions = new HashMap<>();

	PollLoop(Consumer<String, byte[]> consumer, ProjectionCursor cursor, UserProjection projection,
			WritePipeline pipeline) {
		this.consumer = consumer;
		this.cursor = cursor;
		this.projection = projection;
		this.pipeline = pipeline;
	}

	void subscribe() {
		this.consumer.subscribe(List.of(UserEvents.TOPIC), this);
	}

	/**
	 * Reads a batch and has it written. Under a backlog the next one is read meanwhile.
	 * Otherwise it is better read afterwards, with all that has come until then.
	 */
	void projectNext() {
		locate();
		Batch batch = read();
		if (!batch.isEmpty()) {
			this.pipeline.write(batch.next().keySet(), () -> this.projection.apply(batch));
		}
		boolean backlog = !batch.isEmpty() && lag() >= BACKLOG;
		this.pipeline.awaitWritten(backlog ? READ_AHEAD : 0);
	}

	/**
	 * Goes to where the database says, in the partitions of which it was not asked yet.
	 */
	private void locate() {
		List<TopicPartition> unknown = new ArrayList<>(this.consumer.assignment());
		unknown.removeIf((partition) -> this.positions.containsKey(partition.partition()));
		if (unknown.isEmpty()) {
			return;
		}
		this.cursor.create(
				this.consumer.partitionsFor(UserEvents.TOPIC).stream().map(PartitionInfo::partition).sorted().toList());
		Map<Integer, Long> found = this.cursor
			.positions(unknown.stream().map(TopicPartition::partition).sorted().toList());
		found.forEach(
				(partition, position) -> this.consumer.seek(new TopicPartition(UserEvents.TOPIC, partition), position));
		this.consumer.resume(unknown);
		this.positions.putAll(found);
	}

	private Batch read() {
		ConsumerRecords<String, byte[]> records = this.consumer.poll(POLL_TIMEOUT);
		Batch batch = Batch.read(records.partitions().stream().map(records::records).toList(), this.positions);
		this.positions.putAll(batch.next());
		return batch;
	}

	/**
	 * How many events are known to wait in Kafka.
	 */
	private long lag() {
		return this.consumer.assignment()
			.stream()
			.mapToLong((partition) -> this.consumer.currentLag(partition).orElse(0))
			.sum();
	}

	/**
	 * Forgets the positions and waits. Polling goes on, without fetching, because a
	 * member that does not poll is expelled from the group.
	 * @param goOn whether to wait any longer
	 */
	void standBack(Duration delay, BooleanSupplier goOn) {
		this.pipeline.clear();
		this.positions.clear();
		this.consumer.pause(this.consumer.assignment());
		long end = System.nanoTime() + delay.toNanos();
		for (long left = delay.toNanos(); left > 0 && goOn.getAsBoolean(); left = end - System.nanoTime()) {
			this.consumer.poll(Duration.ofNanos(left));
		}
	}

	/**
	 * A partition that is assigned stays paused until the database says where it stands.
	 * The seek keeps the consumer from looking for a position on its own.
	 */
	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
		partitions.forEach((partition) -> {
			this.positions.remove(partition.partition());
			this.consumer.seek(partition, 0);
		});
		this.consumer.pause(partitions);
	}

	/**
	 * What is being written is written before another instance asks where to begin. Its
	 * result is checked in {@link #projectNext}.
	 */
	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
		this.pipeline.awaitEnd();
		partitions.forEach((partition) -> this.positions.remove(partition.partition()));
	}

}
