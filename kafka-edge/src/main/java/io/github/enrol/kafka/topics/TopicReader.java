/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.github.enrol.kafka.RequiredRights;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka about topics, with a time limit for each answer. Topics that do not exist
 * are missing from answers, and so are Kafka's own, if the service may not see them.
 */
public final class TopicReader {

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);

	private final Admin admin;

	private final Duration timeout;

	public TopicReader(Admin admin, Duration timeout) {
		this.admin = admin;
		this.timeout = timeout;
	}

	/**
	 * Creates topics. If another instance is faster, its topic is used.
	 */
	public void create(Collection<TopicSpec> topics, int partitions)
			throws InterruptedException, ExecutionException, TimeoutException {
		create(topics.stream().map((topic) -> topic.newTopic(partitions)).toList());
	}

	/**
	 * Creates topics, as above.
	 */
	public void create(Collection<NewTopic> topics) throws InterruptedException, ExecutionException, TimeoutException {
		Map<String, KafkaFuture<Void>> creations = this.admin.createTopics(topics).values();
		for (Map.Entry<String, KafkaFuture<Void>> creation : creations.entrySet()) {
			try {
				await(creation.getValue());
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof TopicExistsException)) {
					throw naming(AclOperation.CREATE, creation.getKey(), ex);
				}
			}
		}
	}

	/**
	 * Requires that the account may create a topic, which somebody else does.
	 */
	public void requireCreatable(TopicSpec topic, int partitions)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			await(this.admin
				.createTopics(List.of(topic.newTopic(partitions)), new CreateTopicsOptions().validateOnly(true))
				.all());
		}
		catch (ExecutionException ex) {
			// Whoever creates it meets any other failure.
			if (ex.getCause() instanceof TopicAuthorizationException) {
				throw naming(AclOperation.CREATE, topic.name(), ex);
			}
		}
	}

	/**
	 * Changes the settings of a topic.
	 */
	public void alter(String topic, Collection<AlterConfigOp> settings)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			await(this.admin
				.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), settings))
				.all());
		}
		catch (ExecutionException ex) {
			throw naming(AclOperation.ALTER_CONFIGS, topic, ex);
		}
	}

	/**
	 * Returns topics, with the operations that this account is allowed.
	 */
	public Map<String, TopicDescription> descriptions(Collection<String> topics)
			throws InterruptedException, ExecutionException, TimeoutException {
		return known(AclOperation.DESCRIBE,
				this.admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
					.topicNameValues());
	}

	public Map<String, Config> configs(Collection<String> topics)
			throws InterruptedException, ExecutionException, TimeoutException {
		List<ConfigResource> resources = topics.stream()
			.map((topic) -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
			.toList();
		return known(AclOperation.DESCRIBE_CONFIGS,
				this.admin.describeConfigs(resources)
					.values()
					.entrySet()
					.stream()
					.collect(Collectors.toMap((topic) -> topic.getKey().name(), Map.Entry::getValue)));
	}

	/**
	 * Returns whether any record was ever written to the topic.
	 */
	public boolean hasRecords(TopicDescription topic)
			throws InterruptedException, ExecutionException, TimeoutException {
		Map<TopicPartition, OffsetSpec> ends = topic.partitions()
			.stream()
			.collect(Collectors.toMap((partition) -> new TopicPartition(topic.name(), partition.partition()),
					(partition) -> OffsetSpec.latest()));
		return await(this.admin.listOffsets(ends).all()).values().stream().anyMatch((end) -> end.offset() > 0);
	}

	/**
	 * Asks until all are known: a new topic is not known to every broker at once.
	 * @throws TimeoutException if one stays unknown
	 */
	public <T> Map<String, T> await(Collection<String> topics, Question<T> question)
			throws InterruptedException, ExecutionException, TimeoutException {
		long begin = System.nanoTime();
		Map<String, T> answers = question.ask(topics);
		while (!answers.keySet().containsAll(topics)) {
			if (System.nanoTime() - begin > this.timeout.toNanos()) {
				throw new TimeoutException("Kafka does not know all of the topics " + topics);
			}
			Thread.sleep(RETRY_INTERVAL.toMillis());
			answers = question.ask(topics);
		}
		return answers;
	}

	private <T> Map<String, T> known(AclOperation operation, Map<String, KafkaFuture<T>> answers)
			throws InterruptedException, ExecutionException, TimeoutException {
		Map<String, T> known = new HashMap<>();
		for (Map.Entry<String, KafkaFuture<T>> answer : answers.entrySet()) {
			try {
				known.put(answer.getKey(), await(answer.getValue()));
			}
			catch (ExecutionException ex) {
				boolean hidden = answer.getKey().startsWith("__") && ex.getCause() instanceof AuthorizationException;
				if (!hidden && !(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
					throw naming(operation, answer.getKey(), ex);
				}
			}
		}
		return known;
	}

	/**
	 * Kafka names the topic of a missing right only sometimes, and never the operation.
	 */
	private static ExecutionException naming(AclOperation operation, String topic, ExecutionException failure) {
		return (failure.getCause() instanceof TopicAuthorizationException) ? new ExecutionException(
				new TopicAuthorizationException(RequiredRights.missing(operation, "topic " + topic))) : failure;
	}

	private <T> T await(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
		return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * One of this object's methods.
	 */
	@FunctionalInterface
	public interface Question<T> {

		Map<String, T> ask(Collection<String> topics) throws InterruptedException, ExecutionException, TimeoutException;

	}

}
