/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.streams.StateRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.deadletters.Letter;
import io.github.enrol.kafka.topics.RestoreMark;
import io.github.enrol.kafka.topics.TopicFinding;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.kafka.topics.TopicSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * The topics as the services create them by default.
 *
 * @param applicationId of Kafka Streams, which names the changelog
 * @param replicas of each topic
 */
record TopicSpecs(String applicationId, short replicas) {

	private static final short REPLICAS = 3;

	private static final Duration COMMAND_RETENTION = Duration.ofDays(7);

	private static final Duration REPLY_RETENTION = Duration.ofMinutes(5);

	private static final Duration LETTER_RETENTION = Duration.ofDays(30);

	private static final Duration COMPACTION_LAG = Duration.ofDays(7);

	private static final Duration TOMBSTONE_RETENTION = Duration.ofDays(7);

	static TopicSpecs of(Admin admin, String applicationId) throws ExecutionException, InterruptedException {
		return new TopicSpecs(applicationId, (short) Math.min(REPLICAS, admin.describeCluster().nodes().get().size()));
	}

	List<TopicSpec> all() {
		return List.of(commands(), events(), changelog(),
				TopicSpec.replies(CommandRecords.REPLIES_TOPIC, this.replicas, REPLY_RETENTION),
				TopicSpec.deadLetters(Letter.COMMANDS_TOPIC, this.replicas, LETTER_RETENTION),
				TopicSpec.deadLetters(UserEvents.DEAD_LETTER_TOPIC, this.replicas, LETTER_RETENTION));
	}

	TopicSpec commands() {
		return TopicSpec.commands(CommandRecords.COMMANDS_TOPIC, this.replicas, COMMAND_RETENTION);
	}

	TopicSpec events() {
		return TopicSpec.events(UserEvents.TOPIC, this.replicas, COMPACTION_LAG, TOMBSTONE_RETENTION);
	}

	TopicSpec changelog() {
		return TopicSpec.changelog(StateRecords.topic(this.applicationId), this.replicas, COMPACTION_LAG,
				TOMBSTONE_RETENTION);
	}

	/**
	 * Returns what those of the topics lack that exist.
	 * @param topics of these
	 * @param present descriptions of those that exist
	 */
	List<TopicFinding> findings(TopicReader kafka, List<TopicSpec> topics, Map<String, TopicDescription> present)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<String, Config> configs = kafka.configs(present.keySet());
		List<TopicFinding> findings = TopicSpec.findings(topics, present, configs);
		String changelog = StateRecords.topic(this.applicationId);
		// The end of the restore removes the mark, and nothing else may.
		return RestoreMark.isOn(configs.get(changelog))
				? findings.stream().filter((finding) -> !finding.topic().equals(changelog)).toList() : findings;
	}

	/**
	 * Returns the names of those whose partition p holds what belongs to partition p of
	 * the others.
	 */
	List<String> partitionedAlike() {
		return List.of(CommandRecords.COMMANDS_TOPIC, UserEvents.TOPIC, StateRecords.topic(this.applicationId));
	}

}
