/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UnknownEventTypeException;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.projector.projection.ProjectionCursor.Move;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events to be applied in one transaction. Immutable and independent of the database.
 */
public final class Batch {

	private static final UserEventDeserializer DESERIALIZER = new UserEventDeserializer();

	private final Map<Integer, Long> positions;

	/** Sorted, so that all instances lock partitions in the same order. */
	private final TreeMap<Integer, List<ConsumerRecord<String, byte[]>>> records;

	private final List<UserRow> rows;

	private final List<Rejected> rejected;

	private final List<ConsumerRecord<String, byte[]>> skipped;

	private Batch(Map<Integer, Long> positions, TreeMap<Integer, List<ConsumerRecord<String, byte[]>>> records,
			List<UserRow> rows, List<Rejected> rejected, List<ConsumerRecord<String, byte[]>> skipped) {
		this.positions = positions;
		this.records = records;
		this.rows = rows;
		this.rejected = rejected;
		this.skipped = skipped;
	}

	/**
	 * Parses records.
	 * @param partitions the records of each partition in offset order; none is empty
	 * @param positions the position of each of these partitions before the records
	 */
	public static Batch read(Iterable<List<ConsumerRecord<String, byte[]>>> partitions, Map<Integer, Long> positions) {
		Batch batch = new Batch(Map.copyOf(positions), new TreeMap<>(), new ArrayList<>(), new ArrayList<>(),
				new ArrayList<>());
		for (List<ConsumerRecord<String, byte[]>> records : partitions) {
			batch.records.put(records.get(0).partition(), records);
			records.forEach(batch::add);
		}
		return batch;
	}

	/**
	 * Any exception here is due to the event's content and would recur.
	 */
	private void add(ConsumerRecord<String, byte[]> record) {
		try {
			row(record).ifPresentOrElse(this.rows::add, () -> this.skipped.add(record));
		}
		catch (RuntimeException ex) {
			this.rejected.add(new Rejected(record, ex));
		}
	}

	/**
	 * Returns the row of an event.
	 * @return empty if this projection does not handle the event's type, whether new to
	 * the contract or only to this class
	 * @throws RuntimeException if the event cannot be read
	 */
	static Optional<UserRow> row(ConsumerRecord<String, byte[]> record) {
		return (event(record) instanceof UserRegistered registered) ? Optional.of(UserRow.of(record, registered))
				: Optional.empty();
	}

	private static @Nullable UserEvent event(ConsumerRecord<String, byte[]> record) {
		try {
			return DESERIALIZER.deserialize(record.topic(), record.headers(), record.value());
		}
		catch (UnknownEventTypeException ex) {
			return null;
		}
	}

	/**
	 * Returns this batch with more events rejected.
	 */
	Batch reject(List<Rejected> more) {
		Set<ConsumerRecord<String, byte[]>> records = more.stream().map(Rejected::record).collect(Collectors.toSet());
		List<UserRow> left = this.rows.stream().filter((row) -> !records.contains(row.record())).toList();
		List<Rejected> all = new ArrayList<>(this.rejected);
		all.addAll(more);
		return new Batch(this.positions, this.records, left, all, this.skipped);
	}

	boolean isEmpty() {
		return this.records.isEmpty();
	}

	Iterable<ConsumerRecord<String, byte[]>> events() {
		return () -> this.records.values().stream().flatMap(List::stream).iterator();
	}

	List<UserRow> rows() {
		return this.rows;
	}

	List<Rejected> rejected() {
		return this.rejected;
	}

	int skipped() {
		return this.skipped.size();
	}

	/**
	 * Returns the cursor move of each partition.
	 */
	List<Move> moves() {
		Map<Integer, Long> users = new HashMap<>();
		this.rows.forEach((row) -> users.merge(row.record().partition(), 1L, Long::sum));
		List<Move> moves = new ArrayList<>();
		this.records.forEach((partition, records) -> moves
			.add(new Move(partition, Objects.requireNonNull(this.positions.get(partition)), next(records),
					commandOffset(records), users.getOrDefault(partition, 0L))));
		return moves;
	}

	/**
	 * Returns the offset of the last command answered by these events; command offsets
	 * ascend.
	 * @return -1 if no event answers a command
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

	/**
	 * Returns the positions of its partitions after the batch.
	 */
	public Map<Integer, Long> next() {
		Map<Integer, Long> next = new HashMap<>();
		this.records.forEach((partition, records) -> next.put(partition, next(records)));
		return next;
	}

	/**
	 * Returns the time of the last event of each of its partitions.
	 */
	Map<Integer, Long> lastTimes() {
		Map<Integer, Long> times = new HashMap<>();
		this.records.forEach((partition, records) -> times.put(partition, last(records).timestamp()));
		return times;
	}

	private static long next(List<ConsumerRecord<String, byte[]>> records) {
		return last(records).offset() + 1;
	}

	private static ConsumerRecord<String, byte[]> last(List<ConsumerRecord<String, byte[]>> records) {
		return records.get(records.size() - 1);
	}

}
