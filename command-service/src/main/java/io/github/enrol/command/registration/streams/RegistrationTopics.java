/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.RequiredRights;
import io.github.enrol.kafka.topics.RestoreMark;
import io.github.enrol.kafka.topics.TopicFinding;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.kafka.topics.TopicSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of the write side: creates missing ones, and refuses existing ones with
 * which registrations would be lost, doubled or never decided.
 */
final class RegistrationTopics {

	private static final Logger logger = LoggerFactory.getLogger(RegistrationTopics.class);

	/** For records of {@code user-commands} that cannot be decided. */
	static final String COMMANDS_DEAD_LETTER = "user-commands.dlt";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final String KEEP_PARTITIONS = "Topics without records can be deleted; they are created anew."
			+ " Otherwise add no partitions anywhere, and do not run kafka-streams-application-reset.sh"
			+ " (StreamsResetter), which frees all addresses: see \"The number of partitions\" in docs/operations.md.";

	private final StreamsProperties properties;

	private final CommandPartitions partitions;

	private final KeyPlacement placement;

	private final List<TopicSpec> created;

	private final TopicSpec changelog;

	private final RequiredRights rights;

	private String warned = "";

	private volatile Duration tombstoneRetention;

	/** Those of the topics that are partitioned alike, once they are seen. */
	private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

	/**
	 * Creates the topics' description; {@link #ensure} creates the topics.
	 * @param applicationId of Kafka Streams, which names the changelog
	 * @param consumerConfigs for a look into the changelog
	 */
	RegistrationTopics(StreamsProperties properties, String applicationId, Map<String, Object> consumerConfigs,
			CommandPartitions partitions) {
		short replicas = properties.replicationFactor();
		this.properties = properties;
		this.tombstoneRetention = properties.tombstoneRetention();
		this.partitions = partitions;
		this.placement = new KeyPlacement(consumerConfigs, TIMEOUT);
		this.created = List.of(
				TopicSpec.commands(CommandRecords.COMMANDS_TOPIC, replicas, properties.commandRetention()),
				TopicSpec.events(UserEvents.TOPIC, replicas, properties.compactionLag(),
						properties.tombstoneRetention()),
				TopicSpec.replies(CommandRecords.REPLIES_TOPIC, replicas, properties.replyRetention()),
				TopicSpec.deadLetters(COMMANDS_DEAD_LETTER, replicas, properties.deadLetterRetention()));
		this.changelog = TopicSpec.changelog(StateRecords.topic(applicationId), replicas, properties.compactionLag(),
				properties.tombstoneRetention());
		this.rights = RegistrationRights.of(applicationId);
	}

	/**
	 * Returns the topic that Kafka Streams creates.
	 */
	TopicSpec changelog() {
		return this.changelog;
	}

	/**
	 * Returns for how long the changelog tells of an erasure, as it is set.
	 */
	Duration tombstoneRetention() {
		return this.tombstoneRetention;
	}

	/**
	 * Returns the id of the changelog, or {@code null} before it is created. A topic that
	 * is deleted and created again, there or in another cluster, has another one
	 * (KIP-516).
	 */
	@Nullable String changelogId() {
		Uuid id = this.ids.get(this.changelog.name());
		return (id != null) ? id.toString() : null;
	}

	List<TopicSpec> all() {
		return Stream.concat(this.created.stream(), Stream.of(this.changelog)).toList();
	}

	/**
	 * Returns the topics whose partition p holds what is decided in partition p of
	 * {@code user-commands}.
	 */
	List<String> partitionedAlike() {
		return List.of(CommandRecords.COMMANDS_TOPIC, UserEvents.TOPIC, this.changelog.name());
	}

	/**
	 * Creates missing topics and checks existing ones, whose settings are kept.
	 * @return the number of partitions of {@code user-replies}
	 * @throws TopicMismatchException if topics must not be used as they are
	 * @throws TimeoutException if Kafka does not answer
	 * @throws AuthorizationException if rights are missing
	 */
	int ensure(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
		this.rights.require(admin);
		TopicReader kafka = new TopicReader(admin, TIMEOUT);
		Map<String, TopicDescription> present = kafka.descriptions(names(all()));
		// Before anything is created: a topic of the wrong size would have to be deleted.
		requireSamePartitions(present);
		List<TopicSpec> missing = this.created.stream().filter((topic) -> !present.containsKey(topic.name())).toList();
		long begin = System.nanoTime();
		kafka.create(missing, this.properties.partitions());
		present.putAll(kafka.await(names(this.created), kafka::descriptions));
		if (!missing.isEmpty()) {
			logger.info("Created the topics {} in {} ms", String.join(", ", names(missing)),
					Duration.ofNanos(System.nanoTime() - begin).toMillis());
		}
		requireSame(present);
		Map<String, Config> configs = kafka.await(present.keySet(), kafka::configs);
		requireRestored(configs.get(this.changelog.name()));
		requireSettings(TopicSpec.findings(all(), present, configs));
		this.tombstoneRetention = tombstoneRetention(configs.get(this.changelog.name()));
		int commands = size(present, CommandRecords.COMMANDS_TOPIC);
		if (!present.containsKey(this.changelog.name())) {
			requireNoEvents(kafka, Objects.requireNonNull(present.get(UserEvents.TOPIC)));
			kafka.requireCreatable(this.changelog, commands);
		}
		else if (!this.placement.isRight(this.changelog.name(), commands)) {
			throw new TopicMismatchException(
					"The topics " + String.join(", ", partitionedAlike()) + " were enlarged to " + commands
							+ " partitions, and registered addresses would move to others and could register again.",
					KEEP_PARTITIONS);
		}
		Shortage shortage = Shortage.of(commands, partitionedAlike(), present, configs);
		this.partitions.use(commands);
		this.partitions.unwritable(shortage.partitions(), shortage.reason());
		return size(present, CommandRecords.REPLIES_TOPIC);
	}

	private Duration tombstoneRetention(@Nullable Config changelog) {
		ConfigEntry set = (changelog != null) ? changelog.get(TopicConfig.DELETE_RETENTION_MS_CONFIG) : null;
		return (set != null) ? Duration.ofMillis(Long.parseLong(set.value())) : this.properties.tombstoneRetention();
	}

	RequiredRights rights() {
		return this.rights;
	}

	/**
	 * Checks that topics are those that this instance has seen before, and that an
	 * address has one partition, the same in all of them and always (ADR 4).
	 * @param present existing topics
	 * @throws TopicMismatchException if not
	 */
	void requireSame(Map<String, TopicDescription> present) {
		requireSamePartitions(present);
		for (String topic : partitionedAlike()) {
			TopicDescription description = present.get(topic);
			if (description != null && !description.topicId().equals(remembered(topic, description.topicId()))) {
				throw new TopicMismatchException(
						"The topic " + topic + " was created again while this instance was running.",
						"See \"Disaster recovery\" in docs/operations.md.");
			}
		}
	}

	private Uuid remembered(String topic, Uuid seen) {
		return this.ids.computeIfAbsent(topic, (first) -> seen);
	}

	private void requireSamePartitions(Map<String, TopicDescription> present) {
		int commands = size(present, CommandRecords.COMMANDS_TOPIC);
		int before = this.partitions.count();
		if (before != 0 && before != commands) {
			throw new TopicMismatchException("The topic " + CommandRecords.COMMANDS_TOPIC + " has " + commands
					+ " partitions and had " + before + " when this instance started.", KEEP_PARTITIONS);
		}
		for (String other : partitionedAlike()) {
			int size = size(present, other);
			if (size != commands) {
				throw new TopicMismatchException(
						"The topic " + CommandRecords.COMMANDS_TOPIC + " has " + commands + " partitions and " + other
								+ " has " + size + ". They must have the same number, because"
								+ " partition p of the one holds what is decided in partition p of the other.",
						KEEP_PARTITIONS);
			}
		}
	}

	/**
	 * Returns the number of partitions that a topic has, or will have once it is created.
	 */
	private int size(Map<String, TopicDescription> present, String topic) {
		TopicDescription description = present.get(topic);
		if (description != null) {
			return description.partitions().size();
		}
		// Kafka Streams creates the changelog with as many as the commands have.
		return topic.equals(this.changelog.name()) ? size(present, CommandRecords.COMMANDS_TOPIC)
				: this.properties.partitions();
	}

	/**
	 * The changelog is older than the first event.
	 */
	private void requireNoEvents(TopicReader kafka, TopicDescription events)
			throws InterruptedException, ExecutionException, TimeoutException {
		// Another instance may just have created it.
		if (kafka.hasRecords(events) && kafka.descriptions(List.of(this.changelog.name())).isEmpty()) {
			throw new TopicMismatchException(
					"The topic " + this.changelog.name() + " does not exist although " + UserEvents.TOPIC
							+ " has records, so that every registered address could register again.",
					"Run restore-registrations of enrol-tools, which restores it from " + UserEvents.TOPIC
							+ ", or set spring.kafka.streams.application-id to what it was before.");
		}
	}

	private void requireRestored(@Nullable Config config) {
		if (RestoreMark.isOn(config)) {
			throw new TopicMismatchException(
					"The topic " + this.changelog.name() + " is being restored from " + UserEvents.TOPIC
							+ ", which has not ended, so that registered addresses could register again.",
					"If enrol-tools does not run, run the same command again.");
		}
	}

	private void requireSettings(List<TopicFinding> findings) {
		List<String> allowed = this.properties.allowedTopicSettings();
		List<TopicFinding> refused = findings.stream().filter((finding) -> finding.isRefused(allowed)).toList();
		if (!refused.isEmpty()) {
			throw new TopicMismatchException(refused);
		}
		String warning = findings.stream()
			.map((finding) -> finding + " " + finding.remedy("registration.allowed-topic-settings"))
			.collect(Collectors.joining(" "));
		if (!warning.isEmpty() && !warning.equals(this.warned)) {
			logger.warn("Topics are weaker than they should be. {}", warning);
		}
		this.warned = warning;
	}

	private static List<String> names(List<TopicSpec> topics) {
		return topics.stream().map(TopicSpec::name).toList();
	}

}
