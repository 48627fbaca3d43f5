/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether the registered addresses are where their commands will go. If all topics were
 * enlarged alike, only that shows it.
 */
final class KeyPlacement {

	/** Of each partition; of a hundred addresses, the half or more would be elsewhere. */
	private static final int SAMPLE_BYTES = 16 * 1024;

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

	private final Map<String, Object> configs;

	private final Duration timeout;

	/**
	 * Creates the check.
	 * @param configs of a consumer
	 */
	KeyPlacement(Map<String, Object> configs, Duration timeout) {
		this.configs = new HashMap<>(configs);
		this.configs.remove(ConsumerConfig.GROUP_ID_CONFIG);
		this.configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.configs.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, SAMPLE_BYTES);
		this.configs.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
		this.configs.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
		this.timeout = timeout;
	}

	/**
	 * Looks at the first addresses of each partition.
	 * @param changelog the topic of the registered addresses
	 * @return whether all of them belong to their partitions
	 * @throws TimeoutException if they cannot be read in time
	 */
	boolean isRight(String changelog, int partitions) throws TimeoutException {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.configs, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			Set<TopicPartition> unread = IntStream.range(0, partitions)
				.mapToObj((partition) -> new TopicPartition(changelog, partition))
				.collect(Collectors.toCollection(HashSet::new));
			Map<TopicPartition, Long> ends = consumer.endOffsets(unread);
			consumer.assign(unread);
			consumer.seekToBeginning(unread);
			long begin = System.nanoTime();
			while (true) {
				unread.removeIf((partition) -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
				if (unread.isEmpty()) {
					return true;
				}
				if (System.nanoTime() - begin > this.timeout.toNanos()) {
					throw new TimeoutException("The topic " + changelog + " cannot be read");
				}
				for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
					if (CommandPartitions.of(record.key(), partitions) != record.partition()) {
						return false;
					}
					unread.remove(new TopicPartition(changelog, record.partition()));
				}
			}
		}
	}

}
