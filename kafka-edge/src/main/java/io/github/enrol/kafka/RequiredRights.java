/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The rights in Kafka that a service needs. Kafka itself refuses one request at a time,
 * some only with the first record, and does not always name what it refuses; this names
 * all that is missing, before the service begins.
 * <p>
 * What does not exist yet, and what a broker does not tell (KIP-430), counts as allowed.
 */
public final class RequiredRights {

	/** How long Kafka may take for each answer. */
	public static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Map<String, Set<AclOperation>> topics;

	private final String group;

	private final @Nullable String transactionalIds;

	/**
	 * Creates the list.
	 * @param topics the operations on each topic
	 * @param group which is read
	 * @param transactionalIds the prefix of those that are written; null if there are
	 * none
	 */
	public RequiredRights(Map<String, Set<AclOperation>> topics, String group, @Nullable String transactionalIds) {
		this.topics = new TreeMap<>(topics);
		this.group = group;
		this.transactionalIds = transactionalIds;
	}

	/**
	 * Asks Kafka, within {@link #TIMEOUT} for each of them.
	 * @throws AuthorizationException that names all that are missing
	 * @throws TimeoutException if it does not answer
	 */
	public void require(Admin admin) throws InterruptedException, TimeoutException {
		Map<String, KafkaFuture<TopicDescription>> descriptions = admin
			.describeTopics(this.topics.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
			.topicNameValues();
		KafkaFuture<ConsumerGroupDescription> group = Objects.requireNonNull(admin
			.describeConsumerGroups(List.of(this.group),
					new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
			.describedGroups()
			.get(this.group));
		KafkaFuture<?> transactions = (this.transactionalIds != null)
				? admin.describeTransactions(List.of(this.transactionalIds)).description(this.transactionalIds) : null;
		List<String> missing = new ArrayList<>();
		for (Map.Entry<String, Set<AclOperation>> topic : this.topics.entrySet()) {
			add(missing, topic.getValue(), ask(Objects.requireNonNull(descriptions.get(topic.getKey())),
					TopicDescription::authorizedOperations), "topic " + topic.getKey());
		}
		add(missing, Set.of(AclOperation.READ), ask(group, ConsumerGroupDescription::authorizedOperations),
				"group " + this.group);
		if (transactions != null) {
			add(missing, Set.of(AclOperation.WRITE), askCoordinator(transactions),
					"transactional id " + this.transactionalIds + "*");
		}
		refuse(missing);
	}

	/**
	 * Requires those to topics.
	 * @param descriptions of the topics that exist, with the operations that are allowed
	 * @throws AuthorizationException that names all that are missing
	 */
	public void requireOf(Map<String, TopicDescription> descriptions) {
		List<String> missing = new ArrayList<>();
		this.topics.forEach((topic, needed) -> {
			TopicDescription description = descriptions.get(topic);
			if (description != null) {
				add(missing, needed, known(description.authorizedOperations()), "topic " + topic);
			}
		});
		refuse(missing);
	}

	private static <T> @Nullable Set<AclOperation> ask(KafkaFuture<T> description,
			Function<T, @Nullable Set<AclOperation>> allowed) throws InterruptedException, TimeoutException {
		try {
			return known(allowed.apply(description.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
				throw new TimeoutException(ex.getCause().getMessage());
			}
			return (ex.getCause() instanceof AuthorizationException) ? Set.of() : null;
		}
	}

	/**
	 * Others of the ids may have another coordinator, which answers.
	 */
	private static @Nullable Set<AclOperation> askCoordinator(KafkaFuture<?> description) throws InterruptedException {
		try {
			return ask(description, (transaction) -> null);
		}
		catch (TimeoutException ex) {
			return null;
		}
	}

	/**
	 * What is described may be described: a broker that does not say so does not tell.
	 */
	private static @Nullable Set<AclOperation> known(@Nullable Set<AclOperation> allowed) {
		return (allowed != null && allowed.contains(AclOperation.DESCRIBE)) ? allowed : null;
	}

	private static void add(List<String> missing, Set<AclOperation> needed, @Nullable Set<AclOperation> allowed,
			String resource) {
		Set<AclOperation> lacking = new TreeSet<>(needed);
		lacking.removeAll((allowed != null) ? allowed : needed);
		if (!lacking.isEmpty()) {
			missing.add(name(lacking, resource));
		}
	}

	private static void refuse(List<String> missing) {
		if (!missing.isEmpty()) {
			throw new AuthorizationException(missing(String.join("; ", missing)));
		}
	}

	private static String name(Collection<AclOperation> operations, String resource) {
		return operations.stream().map(SecurityUtils::operationName).collect(Collectors.joining(", ")) + " of "
				+ resource;
	}

	/**
	 * Returns the message of a refusal.
	 * @param resource with its kind, such as {@code topic user-events}
	 */
	public static String missing(AclOperation operation, String resource) {
		return missing(name(Set.of(operation), resource));
	}

	private static String missing(String rights) {
		return "this account lacks " + rights;
	}

}
