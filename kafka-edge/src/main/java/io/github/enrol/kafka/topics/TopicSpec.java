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
import java.util.Set;
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

	/** How long letters are kept at least: until somebody has seen them. */
	public static final Duration LEAST_LETTER_RETENTION = Duration.ofDays(1);

	/** Kafka's own default. */
	private static final Duration LEAST_TOMBSTONE_RETENTION = Duration.ofDays(1);

	private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

	/**
	 * How far a command's time may be ahead of the broker's clock; the broker's default.
	 */
	private static final long AHEAD = Duration.ofHours(1).toMillis();

	/** Room for any record of this system, with the largest dead letter. */
	private static final long LARGEST_RECORD = 1024 * 1024;

	private static final long DEFAULT_RECORD_SIZE = LARGEST_RECORD + 12;

	private static final String CREATE_TIME = "CreateTime";

	/** Settings without effect in a topic that is not compacted. */
	private static final Set<String> OF_COMPACTION = Set.of(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
			TopicConfig.DELETE_RETENTION_MS_CONFIG);

	/**
	 * The event log, which keeps a record until its key is erased (ADR 21).
	 * @param compactionLag how long an erased record may stay
	 * @param tombstones how long an erasure stays, for those who have not read it yet
	 */
	public static TopicSpec events(String name, short replicas, Duration compactionLag, Duration tombstones) {
		return spec(name, replicas,
				Stream.concat(
						Stream.of(
								TopicSetting.with(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
										Severity.ADVISED, "it keeps the addresses of erased users for ever"),
								TopicSetting.unlimited(TopicConfig.RETENTION_MS_CONFIG, Severity.KEEPS_DATA,
										"events are deleted after that time, and their users are lost in a rebuild"),
								TopicSetting.unlimited(TopicConfig.RETENTION_BYTES_CONFIG, Severity.KEEPS_DATA,
										"events are deleted beyond that size, and their users are lost in a rebuild"),
								TopicSetting.exactly(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, CREATE_TIME,
										Severity.ADVISED, "the time of a record is not that of what it tells")),
						compaction(compactionLag, tombstones)));
	}

	/**
	 * Records that were set aside, until somebody has seen to them.
	 */
	public static TopicSpec deadLetters(String name, short replicas, Duration retention) {
		return spec(name, replicas,
				Stream.of(TopicSetting.without(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
						TopicConfig.CLEANUP_POLICY_COMPACT, Severity.KEEPS_DATA,
						"compaction deletes all but the last record of a key, and records without a key are refused"),
						TopicSetting.atLeast(TopicConfig.RETENTION_MS_CONFIG, retention.toMillis(),
								Math.min(retention.toMillis(), LEAST_LETTER_RETENTION.toMillis()), Severity.KEEPS_DATA,
								"letters are deleted before anybody has seen them"),
						TopicSetting.limited(TopicConfig.RETENTION_MS_CONFIG, retention.toMillis(), Severity.ADVISED,
								"it keeps the addresses of erased users for ever"),
						TopicSetting.unlimited(TopicConfig.RETENTION_BYTES_CONFIG, Severity.KEEPS_DATA,
								"letters are deleted beyond that size, before anybody has seen them"),
						segments(retention), TopicSetting.exactly(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
								CREATE_TIME, Severity.ADVISED, "the time of a record is not that of what it tells")));
	}

	/**
	 * Commands, each of which must stay until its decision is committed.
	 * @param retention for inspection of decided ones
	 */
	public static TopicSpec commands(String name, short replicas, Duration retention) {
		return spec(name, replicas, Stream.of(
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
				segments(retention),
				TopicSetting.atMost(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, AHEAD, Severity.ADVISED,
						"a command can have a time that is refused for what follows from it, and stop its partition")));
	}

	/**
	 * The changelog of a store, whose last record of each key must stay.
	 * @param compactionLag as that of the events
	 * @param tombstones how long an erasure stays, for stores that have not read it yet
	 */
	public static TopicSpec changelog(String name, short replicas, Duration compactionLag, Duration tombstones) {
		return spec(name, replicas,
				Stream.concat(
						Stream.of(TopicSetting.without(TopicConfig.CLEANUP_POLICY_CONFIG,
								TopicConfig.CLEANUP_POLICY_COMPACT, TopicConfig.CLEANUP_POLICY_DELETE,
								Severity.KEEPS_DATA, "addresses are forgotten, and can register again")),
						compaction(compactionLag, tombstones)));
	}

	private static Stream<TopicSetting> compaction(Duration lag, Duration tombstones) {
		return Stream.of(
				TopicSetting.atMost(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, lag.toMillis(), Severity.ADVISED,
						"it keeps the addresses of erased users for longer"),
				TopicSetting.atLeast(TopicConfig.DELETE_RETENTION_MS_CONFIG, tombstones.toMillis(),
						Math.min(tombstones.toMillis(), LEAST_TOMBSTONE_RETENTION.toMillis()), Severity.ADVISED,
						"whoever does not read it for that time misses erasures"));
	}

	/**
	 * Records are deleted by the segment, once its last one is old enough.
	 */
	private static TopicSetting segments(Duration retention) {
		return TopicSetting.any(TopicConfig.SEGMENT_MS_CONFIG,
				Long.toString(Math.min(retention.toMillis(), LONGEST_SEGMENT.toMillis())));
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

	private static TopicSpec spec(String name, short replicas, Stream<TopicSetting> settings) {
		List<TopicSetting> all = new ArrayList<>(settings.toList());
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
		return this.settings.stream()
			.collect(Collectors.toMap(TopicSetting::name, TopicSetting::created, (first, second) -> first));
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
		boolean deletes = has(config, TopicConfig.CLEANUP_POLICY_DELETE);
		boolean compacts = has(config, TopicConfig.CLEANUP_POLICY_COMPACT);
		for (TopicSetting setting : this.settings) {
			ConfigEntry entry = config.get(setting.name());
			boolean applies = (deletes || !setting.name().startsWith("retention."))
					&& (compacts || !OF_COMPACTION.contains(setting.name()));
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
	private static boolean has(Config config, String policy) {
		ConfigEntry entry = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
		String policies = (entry != null && entry.value() != null) ? entry.value() : TopicConfig.CLEANUP_POLICY_DELETE;
		return TopicSetting.elements(policies).contains(policy);
	}

}
