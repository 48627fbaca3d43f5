/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of a topic, in the order of each partition.
 */
final class TopicRecords {

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final KafkaClients kafka;

	TopicRecords(KafkaClients kafka) {
		this.kafka = kafka;
	}

	/**
	 * Reads records to the present end, or for ever.
	 * @param reader takes the records as they arrive, and returns whether it wants more
	 * @throws RefusedException if the topic, the partition or the offset does not exist
	 */
	void read(Range range, Predicate<List<ConsumerRecord<byte[], byte[]>>> reader) {
		try (Consumer<byte[], byte[]> consumer = this.kafka.consumer()) {
			List<TopicPartition> partitions = partitions(consumer, range);
			consumer.assign(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			seek(consumer, partitions, range, ends);
			long left = range.max();
			long lastArrival = System.nanoTime();
			while (left > 0 && (range.follow() || !isAtEnd(consumer, ends))) {
				List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
				for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
					if (records.size() < left && (range.follow() || record.offset() < end(record, ends))) {
						records.add(record);
					}
				}
				left -= records.size();
				if (!records.isEmpty()) {
					lastArrival = System.nanoTime();
					if (!reader.test(records)) {
						return;
					}
				}
				else if (!range.follow() && System.nanoTime() - lastArrival > PATIENCE.toNanos()) {
					throw new TimeoutException("The records of " + range.topic() + " do not come in time");
				}
			}
		}
	}

	/**
	 * Returns the record at a position.
	 */
	ConsumerRecord<byte[], byte[]> at(String topic, int partition, long offset) {
		List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
		read(new Range(topic, partition, offset, 1, false), found::addAll);
		return Optional.of(found)
			.filter((records) -> !records.isEmpty() && records.get(0).offset() == offset)
			.map((records) -> records.get(0))
			.orElseThrow(() -> new RefusedException(
					"There is no record at offset " + offset + " of partition " + partition + " of " + topic + "."));
	}

	private static List<TopicPartition> partitions(Consumer<?, ?> consumer, Range range) {
		List<TopicPartition> all = consumer.partitionsFor(range.topic())
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		if (all.isEmpty()) {
			throw new RefusedException("There is no topic " + range.topic() + ".");
		}
		List<TopicPartition> chosen = all.stream()
			.filter((partition) -> range.partition() == null || range.partition() == partition.partition())
			.toList();
		if (chosen.isEmpty()) {
			throw new RefusedException(
					"The topic " + range.topic() + " has the partitions 0 to " + (all.size() - 1) + ".");
		}
		return chosen;
	}

	private static void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions, Range range,
			Map<TopicPartition, Long> ends) {
		consumer.seekToBeginning(partitions);
		if (range.offset() != null) {
			TopicPartition partition = partitions.get(0);
			long first = consumer.position(partition);
			long end = ends.getOrDefault(partition, 0L);
			if (range.offset() < first || range.offset() >= end) {
				throw new RefusedException("Partition " + partition.partition() + " of " + range.topic()
						+ ((first == end) ? " is empty." : " has the offsets " + first + " to " + (end - 1) + "."));
			}
			consumer.seek(partition, range.offset());
		}
	}

	private static boolean isAtEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
		return ends.entrySet().stream().allMatch((end) -> consumer.position(end.getKey()) >= end.getValue());
	}

	private static long end(ConsumerRecord<?, ?> record, Map<TopicPartition, Long> ends) {
		return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
	}

	/**
	 * Which records to read.
	 *
	 * @param partition null for all
	 * @param offset of the first one, which must exist; null for the beginning; only with
	 * a partition
	 * @param max how many at most
	 * @param follow whether to go on with those that are written later
	 */
	record Range(String topic, @Nullable Integer partition, @Nullable Long offset, long max, boolean follow) {

		static Range all(String topic) {
			return new Range(topic, null, null, Long.MAX_VALUE, false);
		}

	}

}
