/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.kafka.topics.TopicSetting.Severity;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic and its settings, by what it is for. Determines both how it is created and what
 * is accepted of an existing one. The table in {@code docs/operations.md} lists all of
 * them.
 *
 * @param replicas its replication factor, or -1 for the broker's default
 */
public record TopicSpec(String name, short replicas, List<TopicSetting> settings) {

	/** How long undecided commands are kept at least: an outage of a night and a day. */
	public static final Duration LEAST_COMMAND_RETENTION = Duration.ofDays(1);

	public static final Duration LEAST_REPLY_RETENTION = Duration.ofMinutes(1);

	/**
	 * How far a command's time may be ahead of the broker's clock; the broker's default.
	 */
	private static final long AHEAD = Duration.ofHours(1).toMillis();

	/** Room for any record of this system, with the largest dead letter. */
	private static final long LARGEST_RECORD = 1024 * 1024;

	private static final long DEFAULT_RECORD_SIZE = LARGEST_RECORD + 12;

	private static final String CREATE_TIME = "CreateTime";

	/**
	 * A log that keeps each record for ever: events and dead letters.
	 */
	public static TopicSpec keptForever(String name, short replicas) {
		return spec(name, replicas,
				TopicSetting.without(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
						TopicConfig.CLEANUP_POLICY_COMPACT, Severity.KEEPS_DATA,
						"compaction deletes all but the last record of a key, and records without a key are refused"),
				TopicSetting.unlimited(TopicConfig.RETENTION_MS_CONFIG, Severity.KEEPS_DATA,
						"its records, which are kept forever, are deleted after that time"),
				TopicSetting.unlimited(TopicConfig.RETENTION_BYTES_CONFIG, Severity.KEEPS_DATA,
						"its records, which are kept forever, are deleted beyond that size"),
				TopicSetting.exactly(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, CREATE_TIME, Severity.ADVISED,
						"the time of a record is not that of what it tells"));
	}

	/**
	 * Commands, each of which must stay until its decision is committed.
	 * @param retention for inspection of decided ones
	 */
	public static TopicSpec commands(String name, short replicas, Duration retention) {
		return spec(name, replicas,
				TopicSetting.without(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
						TopicConfig.CLEANUP_POLICY_COMPACT, Severity.KEEPS_DATA,
						"a command can be deleted before its decision is committed"),
				TopicSetting.atLeast(TopicConfig.RETENTION_MS_CONFIG, retention.toMillis(),
						LEAST_COMMAND_RETENTION.toMillis(), Severity.KEEPS_DATA,
						"a command can be deleted before its decision is committed"),
				TopicSetting.unlimited(TopicConfig.RETENTION_BYTES_CONFIG, Severity.KEEPS_DATA,
						"a command can be deleted before its decision is committed"),
				TopicSetting.exactly(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, CREATE_TIME, Severity.REQUIRED,
						"a command can be later than its record, and is then refused"),
				TopicSetting.atMost(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, AHEAD, Severity.ADVISED,
						"a command can have a time that is refused for what follows from it, and stop its partition"));
	}

	/**
	 * The changelog of a store, whose last record of each key must stay.
	 */
	public static TopicSpec changelog(String name, short replicas) {
		return spec(name, replicas,
				TopicSetting.without(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
						TopicConfig.CLEANUP_POLICY_DELETE, Severity.KEEPS_DATA,
						"addresses are forgotten, and can register again"));
	}

	/**
	 * Replies, which are read within seconds or never.
	 */
	public static TopicSpec replies(String name, short replicas, Duration retention) {
		return new TopicSpec(name, replicas,
				Stream.concat(
						Stream.of(
								TopicSetting.with(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
										Severity.ADVISED, "it grows for ever"),
								TopicSetting.atLeast(TopicConfig.RETENTION_MS_CONFIG, retention.toMillis(),
										LEAST_REPLY_RETENTION.toMillis(), Severity.ADVISED,
										"a reply can be deleted before it is read, and its caller waits in vain"),
								TopicSetting.any(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(retention.toMillis()))),
						anyTime())
					.toList());
	}

	private static TopicSpec spec(String name, short replicas, TopicSetting... settings) {
		List<TopicSetting> all = new ArrayList<>(List.of(settings));
		all.add(TopicSetting.exactly(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false", Severity.KEEPS_DATA,
				"a broker without the last acknowledged records can become the leader, and they are lost"));
		if (replicas > 0) {
			// One broker may be down, and acknowledged records are still on two. With -1
			// the broker's default applies here too.
			int least = Math.max(1, replicas - 1);
			all.add(TopicSetting.atLeast(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, least, least, Severity.ADVISED,
					"an acknowledged record can be lost with fewer broken brokers"));
		}
		all.add(TopicSetting.atLeast(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEFAULT_RECORD_SIZE, LARGEST_RECORD,
				Severity.ADVISED, "a large record is refused, and can stop its partition"));
		List<String> names = all.stream().map(TopicSetting::name).toList();
		anyTime().filter((setting) -> !names.contains(setting.name())).forEach(all::add);
		return new TopicSpec(name, replicas, List.copyOf(all));
	}

	/**
	 * Whatever follows from a command has the command's time. Once the command is in the
	 * log, no broker may refuse that time, although clocks differ.
	 */
	private static Stream<TopicSetting> anyTime() {
		String reason = "the decision on a command that was accepted can be refused, and stop its partition";
		return Stream.of(
				TopicSetting.atLeast(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.MAX_VALUE, Long.MAX_VALUE,
						Severity.ADVISED, reason),
				TopicSetting.atLeast(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.MAX_VALUE, AHEAD,
						Severity.ADVISED, reason));
	}

	/**
	 * Returns the settings of a new topic.
	 */
	public Map<String, String> configs() {
		return this.settings.stream().collect(Collectors.toMap(TopicSetting::name, TopicSetting::created));
	}

	public NewTopic newTopic(int partitions) {
		return new NewTopic(this.name, Optional.of(partitions),
				Optional.of(this.replicas).filter((replicas) -> replicas > 0))
			.configs(configs());
	}

	/**
	 * Returns what those of the topics lack that exist.
	 */
	public static List<TopicFinding> findings(Collection<TopicSpec> topics, Map<String, TopicDescription> descriptions,
			Map<String, Config> configs) {
		List<TopicFinding> findings = new ArrayList<>();
		for (TopicSpec topic : topics) {
			TopicDescription description = descriptions.get(topic.name());
			Config config = configs.get(topic.name());
			if (description != null && config != null) {
				findings.addAll(topic.findings(description, config));
			}
		}
		return findings;
	}

	private List<TopicFinding> findings(TopicDescription topic, Config config) {
		List<TopicFinding> findings = new ArrayList<>();
		boolean deletes = deletes(config);
		for (TopicSetting setting : this.settings) {
			ConfigEntry entry = config.get(setting.name());
			boolean applies = deletes || !setting.name().startsWith("retention.");
			if (entry != null && entry.value() != null && applies && !setting.allowed().test(entry.value())) {
				findings.add(TopicFinding.of(this.name, setting, entry.value()));
			}
		}
		int replicas = topic.partitions().stream().mapToInt((partition) -> partition.replicas().size()).min().orElse(0);
		if (replicas < this.replicas) {
			findings.add(TopicFinding.replicas(this.name, replicas, this.replicas));
		}
		return findings;
	}

	/**
	 * With an empty policy (Kafka 4.2, KIP-1161) nothing is deleted, whatever the
	 * retention is.
	 */
	private static boolean deletes(Config config) {
		ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
		return policy == null || policy.value() == null
				|| TopicSetting.elements(policy.value()).contains(TopicConfig.CLEANUP_POLICY_DELETE);
	}

}
