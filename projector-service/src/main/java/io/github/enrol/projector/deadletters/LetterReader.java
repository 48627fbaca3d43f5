/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads single records and the newest records of a topic, within 10 s per partition.
 */
final class LetterReader {

	private static final int NEWEST = 100;

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

	private final Supplier<Consumer<String, byte[]>> consumers;

	LetterReader(Supplier<Consumer<String, byte[]>> consumers) {
		this.consumers = consumers;
	}

	/**
	 * The newest records of each partition, oldest first.
	 */
	List<ConsumerRecord<String, byte[]>> newest(String topic) {
		List<ConsumerRecord<String, byte[]>> newest = new ArrayList<>();
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			List<TopicPartition> partitions = partitions(consumer, topic);
			Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			for (TopicPartition partition : partitions) {
				long end = ends.getOrDefault(partition, 0L);
				newest
					.addAll(read(consumer, partition, Math.max(starts.getOrDefault(partition, 0L), end - NEWEST), end));
			}
		}
		return newest;
	}

	/**
	 * The record at a position.
	 * @return empty if there is none
	 */
	Optional<ConsumerRecord<String, byte[]>> at(TopicPartition partition, long offset) {
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			boolean exists = partitions(consumer, partition.topic()).contains(partition)
					&& offset >= consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L)
					&& offset < consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
			return exists ? read(consumer, partition, offset, offset + 1).stream().findFirst() : Optional.empty();
		}
	}

	private static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
		return consumer.partitionsFor(topic)
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
	}

	private static List<ConsumerRecord<String, byte[]>> read(Consumer<String, byte[]> consumer,
			TopicPartition partition, long start, long end) {
		consumer.assign(List.of(partition));
		consumer.seek(partition, start);
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		long begin = System.nanoTime();
		while (consumer.position(partition) < end) {
			if (System.nanoTime() - begin > READ_TIMEOUT.toNanos()) {
				throw new TimeoutException("The records of " + partition + " do not come in time");
			}
			for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL_TIMEOUT)) {
				if (record.offset() < end) {
					records.add(record);
				}
			}
		}
		return records;
	}

}
