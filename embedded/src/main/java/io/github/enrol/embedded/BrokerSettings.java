/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The configuration of an embedded broker, apart from its listeners and its directory.
 */
final class BrokerSettings {

	// Sized for a laptop; retention and the like are left to the topics.
	private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("process.roles", "broker,controller"),
			Map.entry("controller.listener.names", "CONTROLLER"), Map.entry("inter.broker.listener.name", "BROKER"),
			Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT"),
			// A misspelt topic is an error, not a new topic.
			Map.entry("auto.create.topics.enable", "false"), Map.entry("offsets.topic.num.partitions", "4"),
			Map.entry("transaction.state.log.num.partitions", "4"),
			Map.entry("share.coordinator.state.topic.num.partitions", "1"), Map.entry("num.network.threads", "2"),
			Map.entry("num.io.threads", "4"), Map.entry("background.threads", "2"),
			Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
			// What was erased is to be gone soon; there is little to look through.
			Map.entry("log.cleaner.backoff.ms", "1000"), Map.entry("log.initial.task.delay.ms", "5000"),
			Map.entry("log.retention.check.interval.ms", "10000"),
			// There are no other members to wait for, and recovery from a crash should
			// not wait long for dead ones.
			Map.entry("group.initial.rebalance.delay.ms", "0"), Map.entry("group.min.session.timeout.ms", "1000"),
			Map.entry("broker.session.timeout.ms", "5000"), Map.entry("broker.heartbeat.interval.ms", "1000"),
			Map.entry("request.timeout.ms", "5000"),
			Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
			// Operations after a commit wait until its markers are written, but no
			// longer.
			Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"));

	// Windows refuses to rename a mapped file, and so stops a broker that deletes or
	// compacts
	// a segment (KAFKA-1194): it keeps all. The delay, 100 years, is that of retention.
	private static final Map<String, String> ON_WINDOWS = Map.of("log.cleaner.enable", "false",
			"log.initial.task.delay.ms", "3153600000000");

	private static final List<String> REPLICATION_FACTORS = List.of("default.replication.factor",
			"offsets.topic.replication.factor", "transaction.state.log.replication.factor",
			"share.coordinator.state.topic.replication.factor");

	private static final List<String> LEAST_IN_SYNC = List.of("min.insync.replicas", "transaction.state.log.min.isr",
			"share.coordinator.state.topic.min.isr");

	private BrokerSettings() {
	}

	/**
	 * Returns that of a node, which has a replica of everything.
	 * @param id number of the node, from 1
	 * @param controllerPorts of all nodes, in the order of their numbers
	 */
	static Properties ofNode(int id, List<Integer> controllerPorts, Platform platform) {
		Properties properties = new Properties();
		properties.putAll(SETTINGS);
		if (platform.isWindows()) {
			properties.putAll(ON_WINDOWS);
		}
		int nodes = controllerPorts.size();
		properties.setProperty("node.id", Integer.toString(id));
		properties.setProperty("controller.quorum.voters",
				IntStream.range(0, nodes)
					.mapToObj((i) -> (i + 1) + "@" + Ports.LOOPBACK + ":" + controllerPorts.get(i))
					.collect(Collectors.joining(",")));
		REPLICATION_FACTORS.forEach((key) -> properties.setProperty(key, Integer.toString(nodes)));
		LEAST_IN_SYNC.forEach((key) -> properties.setProperty(key, Integer.toString(Math.max(1, nodes - 1))));
		return properties;
	}

}
