/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of the write side and their required settings.
 */
final class RegistrationTopics {

	/** For records of {@code user-commands} that cannot be decided. */
	static final String COMMANDS_DEAD_LETTER = "user-commands.dlt";

	private static final String FOREVER = "-1";

	/**
	 * How far a command's time may be ahead of the broker's clock; the broker's default.
	 */
	private static final String COMMAND_AHEAD = Long.toString(Duration.ofHours(1).toMillis());

	/**
	 * Whatever follows from a command has the command's time. Once the command is in the
	 * log, no broker may refuse that time, although clocks differ.
	 */
	static final Map<String, String> ANY_TIME = Map.of(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
			Long.toString(Long.MAX_VALUE), TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
			Long.toString(Long.MAX_VALUE));

	private static final String CREATE_TIME = "CreateTime";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);

	private final StreamsProperties properties;

	private volatile int commandPartitions;

	RegistrationTopics(StreamsProperties properties) {
		this.properties = properties;
	}

	/**
	 * Creates missing topics and checks existing ones, whose settings are kept.
	 * @return the number of partitions of {@code user-replies}
	 * @throws TopicMismatchException if commands and events differ in their number of
	 * partitions (ADR 4), or commands do not keep their own time
	 * @throws TimeoutException if Kafka does not answer
	 */
	int ensure(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
		Set<String> present = await(admin.listTopics().names());
		List<NewTopic> absent = all().stream().filter((topic) -> !present.contains(topic.name())).toList();
		for (KafkaFuture<Void> creation : admin.createTopics(absent).values().values()) {
			try {
				await(creation);
			}
			catch (ExecutionException ex) {
				// Another instance, starting at the same time, was faster.
				if (!(ex.getCause() instanceof TopicExistsException)) {
					throw ex;
				}
			}
		}
		Map<String, Integer> partitions = partitions(admin);
		int commands = Objects.requireNonNull(partitions.get(CommandRecords.COMMANDS_TOPIC));
		requireSamePartitions(commands, Objects.requireNonNull(partitions.get(UserEvents.TOPIC)));
		requireCreateTime(timestampType(admin));
		this.commandPartitions = commands;
		return Objects.requireNonNull(partitions.get(CommandRecords.REPLIES_TOPIC));
	}

	/**
	 * Returns the number of partitions of {@code user-commands}, after {@link #ensure};
	 * it never changes.
	 */
	int commandPartitions() {
		return this.commandPartitions;
	}

	static void requireSamePartitions(int commands, int events) {
		if (commands != events) {
			throw new TopicMismatchException(
					"The topic user-commands has " + commands + " partitions and user-events has " + events
							+ ". They must have the same number, because"
							+ " partition p of the events holds what was decided in partition p of the commands.",
					"Create the missing partitions or the topics anew; the number of partitions of topics that hold"
							+ " records must not change, because an address would move to another partition.");
		}
	}

	static void requireCreateTime(String timestampType) {
		if (!CREATE_TIME.equals(timestampType)) {
			throw new TopicMismatchException(
					"The topic user-commands has message.timestamp.type=" + timestampType
							+ ", by which a command can be later than its record, and is then refused.",
					"Set message.timestamp.type=CreateTime on user-commands.");
		}
	}

	private static String timestampType(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
		ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, CommandRecords.COMMANDS_TOPIC);
		Config config = Objects
			.requireNonNull(awaitKnown(() -> admin.describeConfigs(List.of(topic)).all()).get(topic));
		return config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
	}

	private Map<String, Integer> partitions(Admin admin)
			throws InterruptedException, ExecutionException, TimeoutException {
		Map<String, TopicDescription> topics = awaitKnown(() -> admin
			.describeTopics(List.of(CommandRecords.COMMANDS_TOPIC, UserEvents.TOPIC, CommandRecords.REPLIES_TOPIC))
			.allTopicNames());
		return topics.values()
			.stream()
			.collect(Collectors.toMap(TopicDescription::name, (topic) -> topic.partitions().size()));
	}

	private List<NewTopic> all() {
		int partitions = this.properties.partitions();
		String commandRetention = Long.toString(this.properties.commandRetention().toMillis());
		String replyRetention = Long.toString(this.properties.replyRetention().toMillis());
		return List.of(
				topic(CommandRecords.COMMANDS_TOPIC, partitions, commandRetention,
						Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, COMMAND_AHEAD)),
				topic(UserEvents.TOPIC, partitions, FOREVER, Map.of(TopicConfig.RETENTION_BYTES_CONFIG, FOREVER)),
				topic(CommandRecords.REPLIES_TOPIC, partitions, replyRetention,
						Map.of(TopicConfig.SEGMENT_MS_CONFIG, replyRetention)),
				topic(COMMANDS_DEAD_LETTER, partitions, FOREVER, Map.of()));
	}

	private NewTopic topic(String name, int partitions, String retention, Map<String, String> more) {
		short replicas = this.properties.replicationFactor();
		Map<String, String> configs = new HashMap<>(ANY_TIME);
		configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, CREATE_TIME);
		configs.putAll(more);
		configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
		configs.put(TopicConfig.RETENTION_MS_CONFIG, retention);
		minInSyncReplicas(replicas).ifPresent((least) -> configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, least));
		return new NewTopic(name, partitions, replicas).configs(configs);
	}

	/**
	 * One broker may be down, and acknowledged records are still on more than one. With
	 * the broker's default replication factor, its default for this setting applies too.
	 */
	static Optional<String> minInSyncReplicas(short replicas) {
		return (replicas > 0) ? Optional.of(Integer.toString(Math.max(1, replicas - 1))) : Optional.empty();
	}

	/**
	 * A new topic is not known to every broker at once.
	 */
	private static <T> T awaitKnown(Supplier<KafkaFuture<T>> description)
			throws InterruptedException, ExecutionException, TimeoutException {
		long begin = System.nanoTime();
		while (true) {
			try {
				return await(description.get());
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)
						|| System.nanoTime() - begin > TIMEOUT.toNanos()) {
					throw ex;
				}
				Thread.sleep(RETRY_INTERVAL.toMillis());
			}
		}
	}

	private static <T> T await(KafkaFuture<T> future)
			throws InterruptedException, ExecutionException, TimeoutException {
		return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

}
