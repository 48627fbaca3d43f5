/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.streams.StateRecords;
import io.github.enrol.events.UnknownEventTypeException;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.topics.RestoreMark;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.tools.TopicRecords.Range;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Restores the registered addresses, which are in the changelog of Kafka Streams, from
 * {@code user-events} alone. From the first record to the last the changelog has a mark
 * with which command-services refuse it. If this is interrupted and done again, some
 * addresses are there twice, of which the last one counts.
 */
final class RegistrationsRestore {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final KafkaClients kafka;

	private final Admin admin;

	private final TopicReader topics;

	private final TopicSpecs specs;

	private final TopicSpec changelog;

	private final CommandServices services;

	private long leftOut;

	/**
	 * Creates the restore.
	 * @param specs of topics of which the changelog may not exist yet
	 */
	RegistrationsRestore(KafkaClients kafka, Admin admin, TopicSpecs specs, CommandServices services) {
		this.kafka = kafka;
		this.admin = admin;
		this.topics = new TopicReader(admin, TIMEOUT);
		this.specs = specs;
		this.changelog = specs.changelog();
		this.services = services;
	}

	/**
	 * Restores all addresses.
	 * @return what was done, in a sentence
	 * @throws RefusedException if nothing was done, or it has to be done again
	 */
	String restore() throws ExecutionException, InterruptedException, TimeoutException {
		this.services.requireStopped();
		TopicDescription events = this.topics.descriptions(List.of(UserEvents.TOPIC)).get(UserEvents.TOPIC);
		if (events == null) {
			throw new RefusedException("There is no topic " + UserEvents.TOPIC + ".");
		}
		requireKeeping();
		begin(events.partitions().size());
		return complete();
	}

	/**
	 * Refuses topics that would delete again what is written to them, or have already
	 * deleted what addresses are restored from.
	 */
	void requireKeeping() throws ExecutionException, InterruptedException, TimeoutException {
		Map<String, TopicDescription> present = this.topics
			.descriptions(List.of(UserEvents.TOPIC, this.changelog.name()));
		this.specs.findings(this.topics, List.of(this.specs.events(), this.changelog), present)
			.stream()
			.filter((finding) -> finding.isRefused(Set.of()))
			.findFirst()
			.ifPresent((finding) -> {
				throw new RefusedException(finding + TopicCheck.remedy(finding));
			});
	}

	/**
	 * Marks the changelog, and creates it if it does not exist.
	 */
	void begin(int partitions) throws ExecutionException, InterruptedException, TimeoutException {
		String name = this.changelog.name();
		TopicDescription present = this.topics.descriptions(List.of(name)).get(name);
		if (present == null) {
			this.topics
				.create(List.of(this.changelog.newTopic(partitions).configs(RestoreMark.on(this.changelog.configs()))));
			this.topics.await(List.of(name), this.topics::descriptions);
		}
		else if (present.partitions().size() != partitions) {
			throw new RefusedException("The topic " + name + " has " + present.partitions().size() + " partitions and "
					+ UserEvents.TOPIC + " has " + partitions + ".");
		}
		else if (isComplete(present)) {
			throw new RefusedException("The topic " + name
					+ " holds records, so it is not lost. Delete it first if they are to be replaced.");
		}
		else {
			this.topics.alter(name, RestoreMark.set());
		}
	}

	/**
	 * Returns whether the changelog has records, and lacks none.
	 */
	boolean isComplete() throws ExecutionException, InterruptedException, TimeoutException {
		TopicDescription present = this.topics.descriptions(List.of(this.changelog.name())).get(this.changelog.name());
		return present != null && isComplete(present);
	}

	private boolean isComplete(TopicDescription present)
			throws ExecutionException, InterruptedException, TimeoutException {
		return this.topics.hasRecords(present)
				&& !RestoreMark.isOn(this.topics.configs(List.of(present.name())).get(present.name()));
	}

	/**
	 * Writes all addresses, and removes the mark.
	 * @return what was done, in a sentence
	 */
	String complete() throws ExecutionException, InterruptedException, TimeoutException {
		int partitions = new OpenTransactions(this.admin).awaitEnd(UserEvents.TOPIC);
		long[] states = { 0 };
		try (TransactionalWriter writer = new TransactionalWriter(this.kafka)) {
			new TopicRecords(this.kafka).read(Range.all(UserEvents.TOPIC), (records) -> {
				for (ConsumerRecord<byte[], byte[]> record : records) {
					states[0] += write(record, partitions, writer);
				}
				return true;
			});
			writer.commit();
		}
		this.services.requireStopped();
		this.topics.alter(this.changelog.name(), RestoreMark.remove());
		return "The registered addresses were restored in " + this.changelog.name() + " from " + states[0] + " events."
				+ ((this.leftOut > 0) ? " " + this.leftOut + " records are left out, which are no events." : "");
	}

	private int write(ConsumerRecord<byte[], byte[]> record, int partitions, TransactionalWriter writer) {
		String position = "The record at offset " + record.offset() + " of partition " + record.partition() + " of "
				+ record.topic();
		try {
			writer.write(StateRecords.after(record, this.changelog.name()));
		}
		catch (UnknownEventTypeException ex) {
			throw new RefusedException(position + " has the type " + ex.type()
					+ ". Use the tools of the version that wrote it, for only they know what it means.");
		}
		catch (SerializationException ex) {
			this.leftOut++;
			return 0;
		}
		if (CommandPartitions.of(record.key(), partitions) != record.partition()) {
			throw new RefusedException(position + " belongs to another partition: the topic was enlarged. Export the"
					+ " events, and import them into new topics.");
		}
		return 1;
	}

}
