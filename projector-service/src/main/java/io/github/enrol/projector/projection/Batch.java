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
import io.github.enrol.events.UserErased;
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
	private final TreeMap<Integer, Long> next;

	private final Map<Integer, List<ConsumerRecord<String, byte[]>>> records;

	/** Those of a partition in the order of its events. */
	private final List<UserChange> changes;

	private final List<Rejected> rejected;

	private final List<ConsumerRecord<String, byte[]>> skipped;

	private Batch(Map<Integer, Long> positions, TreeMap<Integer, Long> next,
			Map<Integer, List<ConsumerRecord<String, byte[]>>> records, List<UserChange> changes,
			List<Rejected> rejected, List<ConsumerRecord<String, byte[]>> skipped) {
		this.positions = positions;
		this.next = next;
		this.records = records;
		this.changes = changes;
		this.rejected = rejected;
		this.skipped = skipped;
	}

	/**
	 * Parses records.
	 * @param partitions the records of each partition in offset order; none is empty
	 * @param positions the position of each of these partitions before the records
	 */
	public static Batch read(Iterable<List<ConsumerRecord<String, byte[]>>> partitions, Map<Integer, Long> positions) {
		return read(partitions, positions, Map.of());
	}

	/**
	 * Parses records where compaction may have removed some.
	 * @param partitions as above
	 * @param positions the position of each partition before the records
	 * @param reached positions behind the last record of a partition, up to which there
	 * is no other
	 */
	public static Batch read(Iterable<List<ConsumerRecord<String, byte[]>>> partitions, Map<Integer, Long> positions,
			Map<Integer, Long> reached) {
		Batch batch = new Batch(Map.copyOf(positions), new TreeMap<>(), new HashMap<>(), new ArrayList<>(),
				new ArrayList<>(), new ArrayList<>());
		for (List<ConsumerRecord<String, byte[]>> records : partitions) {
			ConsumerRecord<String, byte[]> last = last(records);
			batch.records.put(last.partition(), records);
			batch.next.put(last.partition(), last.offset() + 1);
			records.forEach(batch::add);
		}
		reached.forEach((partition, position) -> batch.next.merge(partition, position, Math::max));
		return batch;
	}

	/**
	 * Any exception here is due to the event's content and would recur.
	 */
	private void add(ConsumerRecord<String, byte[]> record) {
		try {
			change(record).ifPresentOrElse(this.changes::add, () -> this.skipped.add(record));
		}
		catch (RuntimeException ex) {
			this.rejected.add(new Rejected(record, ex));
		}
	}

	/**
	 * Returns what an event changes.
	 * @return empty if this projection does not handle the event's type, whether new to
	 * the contract or only to this class
	 * @throws RuntimeException if the event cannot be read
	 */
	static Optional<UserChange> change(ConsumerRecord<String, byte[]> record) {
		UserEvent event = event(record);
		if (event instanceof UserErased erased) {
			return Optional.of(ErasedUser.of(record, erased));
		}
		return (event instanceof UserRegistered registered) ? Optional.of(UserRow.of(record, registered))
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
		List<UserChange> left = this.changes.stream().filter((change) -> !records.contains(change.record())).toList();
		List<Rejected> all = new ArrayList<>(this.rejected);
		all.addAll(more);
		return new Batch(this.positions, this.next, this.records, left, all, this.skipped);
	}

	public boolean isEmpty() {
		return this.next.isEmpty();
	}

	List<UserChange> changes() {
		return this.changes;
	}

	Iterable<ConsumerRecord<String, byte[]>> events() {
		return () -> this.records.values().stream().flatMap(List::stream).iterator();
	}

	List<UserRow> rows() {
		return this.changes.stream().filter(UserRow.class::isInstance).map(UserRow.class::cast).toList();
	}

	List<Rejected> rejected() {
		return this.rejected;
	}

	int skipped() {
		return this.skipped.size();
	}

	/**
	 * Returns the cursor move of each partition. Only the database knows how many of the
	 * erased users it had.
	 */
	List<Move> moves() {
		Map<Integer, Long> users = new HashMap<>();
		rows().forEach((row) -> users.merge(row.record().partition(), 1L, Long::sum));
		List<Move> moves = new ArrayList<>();
		this.next.forEach((partition,
				next) -> moves.add(new Move(partition, Objects.requireNonNull(this.positions.get(partition)), next,
						commandOffset(this.records.getOrDefault(partition, List.of())),
						users.getOrDefault(partition, 0L))));
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
		return Map.copyOf(this.next);
	}

	/**
	 * Returns the time of the last event of each of its partitions.
	 */
	Map<Integer, Long> lastTimes() {
		Map<Integer, Long> times = new HashMap<>();
		this.records.forEach((partition, records) -> times.put(partition, last(records).timestamp()));
		return times;
	}

	private static ConsumerRecord<String, byte[]> last(List<ConsumerRecord<String, byte[]>> records) {
		return records.get(records.size() - 1);
	}

}
