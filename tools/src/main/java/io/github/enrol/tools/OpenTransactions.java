/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What a process that was killed has written, and the brokers have yet to commit or
 * abort.
 */
final class OpenTransactions {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final long POLL_INTERVAL_MS = 200;

	private final Admin admin;

	OpenTransactions(Admin admin) {
		this.admin = admin;
	}

	/**
	 * Waits until all records of a topic are committed or aborted.
	 * @return the number of its partitions
	 * @throws RefusedException if that takes too long
	 */
	int awaitEnd(String topic) throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetSpec> ends = this.admin.describeTopics(List.of(topic))
			.allTopicNames()
			.get()
			.values()
			.stream()
			.flatMap((description) -> description.partitions().stream())
			.collect(Collectors.toMap((partition) -> new TopicPartition(topic, partition.partition()),
					(partition) -> OffsetSpec.latest()));
		long begin = System.nanoTime();
		while (!offsets(ends, IsolationLevel.READ_COMMITTED).equals(offsets(ends, IsolationLevel.READ_UNCOMMITTED))) {
			if (System.nanoTime() - begin > PATIENCE.toNanos()) {
				throw new RefusedException(
						"A transaction of " + topic + " is open, so its last records are not known yet.");
			}
			Thread.sleep(POLL_INTERVAL_MS);
		}
		return ends.size();
	}

	private Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> ends, IsolationLevel isolation)
			throws ExecutionException, InterruptedException {
		return this.admin.listOffsets(ends, new ListOffsetsOptions(isolation))
			.all()
			.get()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (partition) -> partition.getValue().offset()));
	}

}
