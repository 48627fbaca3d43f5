/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;
import static io.github.enrol.http.configuration.PropertyChecks.requireReplicationFactor;
import static io.github.enrol.http.configuration.PropertyChecks.requireTopicSettings;

/**
 * Topics and local state, under {@code registration}.
 *
 * @param partitions of topics that this service creates; 1 to 1,000. Existing topics keep
 * theirs
 * @param replicationFactor of topics that this service creates; 1 to 9, or -1 for the
 * broker's default
 * @param commandRetention how long decided commands are kept, for inspection; 1 day to
 * 36,500 days
 * @param replyRetention how long replies are kept; 1 minute to 36,500 days
 * @param deadLetterRetention how long dead letters are kept; 1 day to 36,500 days
 * @param compactionLag how long what was erased may stay in the events and in the
 * changelog; 1 hour to 36,500 days
 * @param tombstoneRetention how long erasures are kept after that, for those who have not
 * read them yet; 1 day to 36,500 days
 * @param allowedTopicSettings settings of existing topics that are accepted although they
 * lose data, each as {@code topic/setting}
 * @param storeMemory cache and write buffers of the local state of all partitions
 * together, outside of the heap; at least 8 MB
 */
@ConfigurationProperties("registration")
record StreamsProperties(@DefaultValue("12") int partitions, @DefaultValue("3") short replicationFactor,
		@DefaultValue("7d") Duration commandRetention, @DefaultValue("5m") Duration replyRetention,
		@DefaultValue("30d") Duration deadLetterRetention, @DefaultValue("7d") Duration compactionLag,
		@DefaultValue("7d") Duration tombstoneRetention, @DefaultValue List<String> allowedTopicSettings,
		@DefaultValue("96MB") DataSize storeMemory) {

	StreamsProperties {
		requireBetween("registration.partitions", partitions, 1, 1_000);
		requireReplicationFactor("registration.replication-factor", replicationFactor);
		requireBetween("registration.command-retention", commandRetention, "1d", "36500d");
		requireBetween("registration.reply-retention", replyRetention, "1m", "36500d");
		requireBetween("registration.dead-letter-retention", deadLetterRetention, "1d", "36500d");
		requireBetween("registration.compaction-lag", compactionLag, "1h", "36500d");
		requireBetween("registration.tombstone-retention", tombstoneRetention, "1d", "36500d");
		requireTopicSettings("registration.allowed-topic-settings", allowedTopicSettings);
		requireAtLeast("registration.store-memory", storeMemory, "8MB");
	}

}
