/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of {@code user-commands} that cannot take commands, because Kafka would
 * refuse to write the commands or their decisions: a partition has no leader, or fewer
 * in-sync replicas than {@code min.insync.replicas}.
 *
 * @param reason an example; empty if there are none
 */
record Shortage(BitSet partitions, String reason) {

	/**
	 * Finds the partitions.
	 * @param count the number of partitions of {@code user-commands}
	 * @param alike topics of which one partition each belongs to a partition of
	 * {@code user-commands}. Any partition of the other topics, such as Kafka's own, will
	 * do as long as there is one
	 */
	static Shortage of(int count, Collection<String> alike, Map<String, TopicDescription> topics,
			Map<String, Config> configs) {
		BitSet all = new BitSet();
		String reason = "";
		for (TopicDescription topic : topics.values()) {
			int needed = minInSyncReplicas(configs.get(topic.name()));
			BitSet here = new BitSet();
			for (TopicPartitionInfo partition : topic.partitions()) {
				if (!isWritable(partition, needed)) {
					here.set(partition.partition());
				}
			}
			if (!alike.contains(topic.name()) && here.cardinality() < topic.partitions().size()) {
				continue;
			}
			if (reason.isEmpty() && !here.isEmpty()) {
				reason = reason(topic, here.nextSetBit(0), needed);
			}
			if (!alike.contains(topic.name())) {
				here.clear();
				here.set(0, count);
			}
			all.or(here);
		}
		return new Shortage(all, reason);
	}

	/**
	 * Returns the partitions that are also in the other one, an earlier one.
	 */
	BitSet lasting(Shortage other) {
		BitSet both = (BitSet) this.partitions.clone();
		both.and(other.partitions);
		return both;
	}

	private static boolean isWritable(TopicPartitionInfo partition, int needed) {
		return hasLeader(partition) && partition.isr().size() >= least(partition, needed);
	}

	private static boolean hasLeader(TopicPartitionInfo partition) {
		return partition.leader() != null && !partition.leader().isEmpty();
	}

	/**
	 * The broker, too, never needs more than there are (KIP-966).
	 */
	private static int least(TopicPartitionInfo partition, int needed) {
		return Math.min(needed, partition.replicas().size());
	}

	private static String reason(TopicDescription topic, int number, int needed) {
		TopicPartitionInfo partition = topic.partitions().get(number);
		String what = hasLeader(partition)
				? partition.isr().size() + " in-sync replicas and needs " + least(partition, needed) : "no leader";
		return "partition " + partition.partition() + " of " + topic.name() + " has " + what;
	}

	private static int minInSyncReplicas(@Nullable Config config) {
		ConfigEntry entry = (config != null) ? config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG) : null;
		return (entry != null) ? Integer.parseInt(entry.value()) : 1;
	}

}
