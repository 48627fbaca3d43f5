/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShortageTests {

	private static final int COUNT = 3;

	private static final List<String> ALIKE = List.of("commands", "events");

	private static final List<Node> NODES = IntStream.range(0, 3)
		.mapToObj((id) -> new Node(id, "localhost", 9092))
		.toList();

	private final Map<String, TopicDescription> topics = new TreeMap<>();

	@Test
	void partitionsWithEnoughReplicasAreWritable() {
		add("commands", 2, 3, 2);
		add("events", 2, 2, 2);
		add("replies", 3);
		assertThat(found(2)).isEqualTo(new Shortage(new BitSet(), ""));
	}

	@Test
	void aShortPartitionConcernsItsNumberOnly() {
		add("commands", 2, 1, 3);
		add("events", 3, 3, 2);
		Shortage found = found(2);
		assertThat(found.partitions().stream()).containsExactly(1);
		assertThat(found.reason()).isEqualTo("partition 1 of commands has 1 in-sync replicas and needs 2");
		add("events", 3, 3, 0);
		assertThat(found(2).partitions().stream()).containsExactly(1, 2);
	}

	@Test
	void aPartitionWithoutALeaderIsNotWritable() {
		add("commands", 0, 3, 3);
		assertThat(found(0).reason()).isEqualTo("partition 0 of commands has no leader");
	}

	@Test
	void noMoreInSyncReplicasAreNeededThanThereAreReplicas() {
		add("commands", 3, 3, 2);
		assertThat(found(4).partitions().stream()).containsExactly(2);
		assertThat(found(4).reason()).endsWith("has 2 in-sync replicas and needs 3");
	}

	@Test
	void otherTopicsNeedOneWritablePartition() {
		add("commands", 3, 3, 3);
		add("__transaction_state", 1, 1, 2, 1);
		assertThat(found(2).partitions().isEmpty()).isTrue();
		add("__transaction_state", 1, 1, 1, 1);
		assertThat(found(2).partitions().stream()).containsExactly(0, 1, 2);
		assertThat(found(2).reason()).startsWith("partition 0 of __transaction_state has 1");
	}

	@Test
	void onlyWhatLastsCounts() {
		add("commands", 1, 1, 3);
		Shortage first = found(2);
		add("commands", 3, 1, 1);
		assertThat(found(2).lasting(first).stream()).containsExactly(1);
	}

	/**
	 * Any number of replicas and any need, against the definition.
	 */
	@Test
	void aPartitionIsShortIfItIsInAnyOfTheTopicsOfItsDecisions() {
		for (long seed = 1; seed <= 200; seed++) {
			Random random = new Random(seed);
			int[] commands = random.ints(COUNT, 0, 4).toArray();
			int[] events = random.ints(COUNT, 0, 4).toArray();
			int needed = 1 + random.nextInt(3);
			add("commands", commands);
			add("events", events);
			assertThat(found(needed).partitions().stream().boxed()).as("seed " + seed)
				.isEqualTo(IntStream.range(0, COUNT)
					.filter((partition) -> Math.min(commands[partition], events[partition]) < needed)
					.boxed()
					.toList());
		}
	}

	private Shortage found(int minInSyncReplicas) {
		Config config = new Config(
				List.of(new ConfigEntry("min.insync.replicas", Integer.toString(minInSyncReplicas))));
		return Shortage.of(COUNT, ALIKE, this.topics,
				this.topics.keySet().stream().collect(Collectors.toMap((topic) -> topic, (topic) -> config)));
	}

	/**
	 * Adds a topic.
	 * @param inSync the number of in-sync replicas of each partition; without any there
	 * is no leader
	 */
	private void add(String topic, int... inSync) {
		this.topics.put(topic, new TopicDescription(topic, false, IntStream.range(0, inSync.length)
			.mapToObj((number) -> new TopicPartitionInfo(number, (inSync[number] > 0) ? NODES.get(0) : Node.noNode(),
					NODES, NODES.subList(0, inSync[number])))
			.toList()));
	}

}
