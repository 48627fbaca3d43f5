/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.security.MessageDigest;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an import that was interrupted has written: of each partition the first events of
 * the file, since they are written in their order.
 */
final class ImportedEvents {

	private final long[] counts;

	private final MessageDigest[] imported;

	private final long[] compared;

	private final MessageDigest[] ofFile;

	ImportedEvents(int partitions) {
		this.counts = new long[partitions];
		this.compared = new long[partitions];
		this.imported = newDigests(partitions);
		this.ofFile = newDigests(partitions);
	}

	private static MessageDigest[] newDigests(int count) {
		return IntStream.range(0, count).mapToObj((i) -> EventFileEnd.newDigest()).toArray(MessageDigest[]::new);
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
		this.counts[record.partition()]++;
		EventFileEnd.update(this.imported[record.partition()], EventJson.write(event));
	}

	/**
	 * Adds an event of the file.
	 */
	void compare(LoggedEvent event) {
		int partition = partition(event, this.counts.length);
		if (this.compared[partition] < this.counts[partition]) {
			this.compared[partition]++;
			EventFileEnd.update(this.ofFile[partition], EventJson.write(event.withoutPosition()));
		}
	}

	/**
	 * Refuses if the topic has other events than the file, or the same in another order.
	 */
	void requireSame(String topic) {
		for (int i = 0; i < this.counts.length; i++) {
			if (this.compared[i] < this.counts[i]
					|| !MessageDigest.isEqual(this.imported[i].digest(), this.ofFile[i].digest())) {
				throw others(topic);
			}
		}
	}

	private static RefusedException others(String topic) {
		return new RefusedException("The topic " + topic
				+ " holds records that are not the first ones of this file. Import into topics that are empty.");
	}

	long total() {
		return LongStream.of(this.counts).sum();
	}

	/**
	 * Returns how many events of each partition are imported.
	 */
	long[] counts() {
		return this.counts.clone();
	}

}
