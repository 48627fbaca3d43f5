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
 * The loop of one Kafka consumer: looks up positions in the database, reads a batch,
 * hands it over for writing. Confined to one thread.
 */
final class PollLoop implements ConsumerRebalanceListener {

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	/** Lag, in events, from which reading ahead pays off. */
	private static final int BACKLOG = 500;

	/** Maximum number of batches being written while the next is read. */
	private static final int READ_AHEAD = 4;

	private final Consumer<String, byte[]> consumer;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final WritePipeline pipeline;

	private final ProjectionMeters meters;

	private final LagReport lagReport;

	/**
	 * Read positions of the assigned partitions; an absent one still needs looking up in
	 * the database.
	 */
	private final Map<Integer, Long> positions = new HashMap<>();

	/** Whether a batch has been written since the last failure. */
	private boolean writing;

	PollLoop(Consumer<String, byte[]> consumer, ProjectionCursor cursor, UserProjection projection,
			WritePipeline pipeline, LagReport lagReport, ProjectionMeters meters) {
		this.consumer = consumer;
		this.cursor = cursor;
		this.projection = projection;
		this.pipeline = pipeline;
		this.meters = meters;
		this.lagReport = lagReport;
	}

	void subscribe() {
		this.consumer.subscribe(List.of(UserEvents.TOPIC), this);
	}

	/**
	 * Reads a batch and hands it over for writing. Under a backlog the next batch is read
	 * meanwhile. Otherwise the next read waits for the write, so that it collects more
	 * events. After a failure it waits too: only what is written shows that the failure
	 * is over.
	 */
	void projectNext() {
		locate();
		Batch batch = read();
		if (!batch.isEmpty()) {
			this.pipeline.write(batch.next().keySet(), () -> this.meters.measure(batch, this.projection::apply));
		}
		boolean backlog = this.writing && !batch.isEmpty() && lag() >= BACKLOG;
		this.pipeline.awaitWritten(backlog ? READ_AHEAD : 0);
		this.writing |= !batch.isEmpty();
		this.lagReport.report(this.consumer, this.positions, !backlog);
	}

	/**
	 * Seeks to the database's position in partitions whose position is unknown.
	 */
	private void locate() {
		List<TopicPartition> unknown = new ArrayList<>(this.consumer.assignment());
		unknown.removeIf((partition) -> this.positions.containsKey(partition.partition()));
		if (unknown.isEmpty()) {
			return;
		}
		this.cursor.create(
				this.consumer.partitionsFor(UserEvents.TOPIC).stream().map(PartitionInfo::partition).sorted().toList());
		this.cursor.requireSameLog();
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
	 * Returns the known lag, in events.
	 */
	private long lag() {
		return this.consumer.assignment()
			.stream()
			.mapToLong((partition) -> this.consumer.currentLag(partition).orElse(0))
			.sum();
	}

	/**
	 * Forgets the positions and waits. Keeps polling, without fetching, because the group
	 * expels a member that does not poll.
	 * @param goOn whether to keep waiting
	 */
	void standBack(Duration delay, BooleanSupplier goOn) {
		this.writing = false;
		this.pipeline.clear();
		this.positions.clear();
		this.consumer.pause(this.consumer.assignment());
		long end = System.nanoTime() + delay.toNanos();
		for (long left = delay.toNanos(); left > 0 && goOn.getAsBoolean(); left = end - System.nanoTime()) {
			this.consumer.poll(Duration.ofNanos(left));
		}
	}

	/**
	 * Pauses newly assigned partitions until their positions are looked up in the
	 * database. The seek prevents the consumer from looking for a position itself.
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
	 * Finishes pending writes before another instance looks up the positions. Their
	 * result is checked in {@link #projectNext}.
	 */
	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
		this.pipeline.awaitEnd();
		partitions.forEach((partition) -> this.positions.remove(partition.partition()));
		this.lagReport.revoked(partitions);
	}

}
