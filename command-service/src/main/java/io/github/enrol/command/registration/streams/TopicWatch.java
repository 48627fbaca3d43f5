/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.RepeatingTask;
import io.github.enrol.kafka.KafkaFailures;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.kafka.topics.TopicSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Looks at the topics every second while the service runs. Registrations that Kafka would
 * refuse, also for want of a right, are refused at once rather than after their timeout,
 * and a topic with another number of partitions, or created again, ends the service.
 */
final class TopicWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TopicWatch.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/** Whatever holds transactions and their offsets. */
	private static final List<String> OF_KAFKA = List.of("__transaction_state", "__consumer_offsets");

	private final Admin admin;

	private final TopicReader kafka;

	private final RegistrationTopics topics;

	private final LocalState localState;

	private final CommandPartitions partitions;

	private final Consumer<TopicMismatchException> refusal;

	private final List<String> names;

	private final RepeatingTask task;

	private Shortage last = new Shortage(new BitSet(), "");

	private boolean refused;

	/**
	 * Starts looking, as soon as the topics are known to exist.
	 * @param refusal is called at most once
	 */
	TopicWatch(Admin admin, RegistrationTopics topics, LocalState localState, CommandPartitions partitions,
			Consumer<TopicMismatchException> refusal) {
		this.admin = admin;
		this.kafka = new TopicReader(admin, TIMEOUT);
		this.topics = topics;
		this.localState = localState;
		this.partitions = partitions;
		this.refusal = refusal;
		this.names = Stream.concat(topics.all().stream().map(TopicSpec::name), OF_KAFKA.stream()).toList();
		this.task = new RepeatingTask("kafka-topics", INTERVAL, this::look);
	}

	private void look() {
		if (this.partitions.count() == 0 || this.refused) {
			return;
		}
		try {
			Map<String, TopicDescription> present = this.kafka.descriptions(this.names);
			this.topics.requireSame(present);
			this.topics.rights().requireOf(present);
			lookAtReplicas(present);
			this.localState.sign();
		}
		catch (TopicMismatchException ex) {
			this.refused = true;
			refuseAll("the topics have changed");
			this.refusal.accept(ex);
		}
		catch (ExecutionException | TimeoutException | KafkaException ex) {
			// KafkaReachability reports outages.
			logger.debug("The topics cannot be looked at", ex);
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof AuthorizationException) {
				refuseForRights();
			}
		}
		catch (InterruptedException closing) {
			Thread.currentThread().interrupt();
		}
	}

	private void refuseForRights() {
		try {
			this.topics.rights().require(this.admin);
		}
		catch (AuthorizationException ex) {
			refuseAll(KafkaFailures.reason(ex));
		}
		catch (TimeoutException ex) {
			logger.debug("Kafka does not tell what is allowed", ex);
		}
		catch (InterruptedException closing) {
			Thread.currentThread().interrupt();
		}
	}

	private void refuseAll(String reason) {
		BitSet all = new BitSet();
		all.set(0, this.partitions.count());
		this.partitions.unwritable(all, reason);
	}

	private void lookAtReplicas(Map<String, TopicDescription> present)
			throws InterruptedException, ExecutionException, TimeoutException {
		Map<String, Config> configs = this.kafka.configs(present.keySet());
		Shortage now = Shortage.of(this.partitions.count(), this.topics.partitionedAlike(), present, configs);
		// A leader is elected within a second; a request survives that.
		this.partitions.unwritable(now.lasting(this.last), now.reason());
		this.last = now;
	}

	@Override
	public void close() {
		this.task.close();
	}

}
