/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.NewTopic;

/**
 * The topics of {@code deploy/kubernetes}, sized for a test.
 */
public final class KafkaTopics {

	private static final String LEAST_IN_SYNC = "min.insync.replicas";

	private KafkaTopics() {
	}

	/**
	 * Returns all of them.
	 * @param partitions the most that a topic has
	 * @param replicas of each; one less suffices for writing
	 */
	public static List<NewTopic> all(int partitions, int replicas) {
		return Manifest.in("kafka")
			.stream()
			.filter((manifest) -> manifest.kind().equals("KafkaTopic"))
			.map((topic) -> topic(topic, partitions, replicas))
			.toList();
	}

	private static NewTopic topic(Manifest topic, int partitions, int replicas) {
		Map<String, String> configs = new HashMap<>(topic.<Map<String, String>>get("spec", "config"));
		configs.replace(LEAST_IN_SYNC, Integer.toString(Math.max(1, replicas - 1)));
		return new NewTopic(topic.name(), Math.min(partitions, topic.<Integer>get("spec", "partitions")),
				(short) replicas)
			.configs(configs);
	}

}
