/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an import that was interrupted has written: of each partition the first events of
 * the file, since they are written in their order, but for those that compaction has
 * removed. Needs 8 bytes of memory for each.
 */
final class ImportedEvents {

	private final Partition[] partitions;

	ImportedEvents(int partitions) {
		this.partitions = IntStream.range(0, partitions).mapToObj((i) -> new Partition()).toArray(Partition[]::new);
	}

	static int partition(LoggedEvent event, int partitions) {
		return CommandPartitions.of(event.keyBytes(), partitions);
	}

	/**
	 * Adds a record of the topic.
	 * @throws RefusedException if no import has written it
	 */
	void add(ConsumerRecord<byte[], byte[]> record) {
		LoggedEvent event = LoggedEvent.of(record).orElseThrow(() -> others(record.topic()));
		this.partitions[record.partition()].add(hash(event));
	}

	/**
	 * Adds an event of the file.
	 */
	void compare(LoggedEvent event) {
		Partition partition = this.partitions[partition(event, this.partitions.length)];
		if (partition.matched < partition.size) {
			partition.compare(event.withoutPosition());
		}
	}

	/**
	 * Refuses if the topic has other events than the file, or the same in another order.
	 */
	void requireSame(String topic) {
		if (!Stream.of(this.partitions).allMatch(Partition::isSame)) {
			throw others(topic);
		}
	}

	private static RefusedException others(String topic) {
		return new RefusedException("The topic " + topic
				+ " holds records that are not the first ones of this file. Import into topics that are empty.");
	}

	long total() {
		return Stream.of(this.partitions).mapToLong((partition) -> partition.imported).sum();
	}

	/**
	 * Returns how many events of each partition are imported.
	 */
	long[] counts() {
		return Stream.of(this.partitions).mapToLong((partition) -> partition.imported).toArray();
	}

	private static long hash(LoggedEvent event) {
		return ByteBuffer.wrap(EventFileEnd.newDigest().digest(EventJson.write(event))).getLong();
	}

	private static final class Partition {

		/** Of the records, in their order. */
		private long[] hashes = new long[1_000];

		private int size;

		/** How many of the records the file has so far. */
		private int matched;

		private long compared;

		/** How many events of the file are before the last match, itself included. */
		private long imported;

		/** Keys of which the topic lacks an event, unless a later one has replaced it. */
		private final Set<String> lacking = new HashSet<>();

		void add(long hash) {
			if (this.size == this.hashes.length) {
				this.hashes = Arrays.copyOf(this.hashes, 2 * this.size);
			}
			this.hashes[this.size++] = hash;
		}

		void compare(LoggedEvent event) {
			this.compared++;
			boolean match = hash(event) == this.hashes[this.matched];
			if (match) {
				this.matched++;
				this.imported = this.compared;
			}
			// What erases is removed itself, in the end.
			if (match || event.data() == null) {
				this.lacking.remove(event.key());
			}
			else {
				this.lacking.add(event.key());
			}
		}

		boolean isSame() {
			return this.matched == this.size && this.lacking.isEmpty();
		}

	}

}
