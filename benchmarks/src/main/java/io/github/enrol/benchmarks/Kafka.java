/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.RecordJson;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventSerializer;
import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka, as the benchmarks fill it and look into it.
 *
 * @param bootstrapServers where it is
 */
record Kafka(String bootstrapServers) {

	private static final String COMMANDS = "user-commands";

	private static final String COMMAND_SERVICE = "command-service";

	private <T> T ask(Question<T> question) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.bootstrapServers))) {
			return question.ask(admin);
		}
		catch (ExecutionException ex) {
			throw new KafkaException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException(ex);
		}
	}

	void awaitBrokers(int count) {
		while (ask((admin) -> admin.describeCluster().nodes().get()).size() < count) {
			JavaProcess.pause(Duration.ofMillis(200));
		}
	}

	void createTopic(String name, int partitions) {
		ask((admin) -> admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
			.all()
			.get());
	}

	/**
	 * Creates an account for a listener with passwords and rights. It has all rights, but
	 * none to the cluster.
	 */
	void createAccount(String name, String password) {
		ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
		ask((admin) -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, scram, password)))
			.all()
			.get());
		AccessControlEntry all = new AccessControlEntry("User:" + name, "*", AclOperation.ALL, AclPermissionType.ALLOW);
		ask((admin) -> admin
			.createAcls(Stream.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
				.map((type) -> new AclBinding(new ResourcePattern(type, "*", PatternType.LITERAL), all))
				.toList())
			.all()
			.get());
	}

	/**
	 * Has users registered without HTTP: their commands are put into the log as the
	 * command-service does, and nobody waits for replies.
	 * @param from the number of the first of them
	 */
	void register(long from, long count) {
		produce(count, (i) -> {
			TestUser user = TestUser.number(from + i);
			return new ProducerRecord<>(COMMANDS, user.email(), RecordJson.write(user.command()));
		}, new ByteArraySerializer());
		awaitDecisions();
	}

	/**
	 * Writes events as the command-service does, but without its transactions.
	 */
	void writeEvents(long count) {
		produce(count, (i) -> {
			TestUser user = TestUser.number(i);
			ProducerRecord<String, UserEvent> event = new ProducerRecord<>(UserEvents.TOPIC, user.email(),
					user.event());
			CloudEventHeaders.commandOffset(event.headers(), i);
			CloudEventHeaders.sequence(event.headers(), 1);
			return event;
		}, new UserEventSerializer());
	}

	private <T> void produce(long count, LongFunction<ProducerRecord<String, T>> record, Serializer<T> serializer) {
		Map<String, Object> configs = Map.of("bootstrap.servers", this.bootstrapServers, "acks", "all", "linger.ms", 20,
				"batch.size", 128 * 1024);
		try (KafkaProducer<String, T> producer = new KafkaProducer<>(configs, new StringSerializer(), serializer)) {
			for (long i = 0; i < count; i++) {
				producer.send(record.apply(i), (metadata, failure) -> {
					if (failure != null) {
						failure.printStackTrace();
					}
				});
			}
		}
	}

	/**
	 * Waits until every command in the log is decided and its outcome committed.
	 */
	void awaitDecisions() {
		while (undecided() > 0) {
			JavaProcess.pause(Duration.ofMillis(200));
		}
	}

	private long undecided() {
		return ask((admin) -> {
			Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>(
					admin.listConsumerGroupOffsets(COMMAND_SERVICE).partitionsToOffsetAndMetadata().get());
			done.values().removeIf((offset) -> offset == null);
			int partitions = admin.describeTopics(List.of(COMMANDS))
				.allTopicNames()
				.get()
				.values()
				.stream()
				.mapToInt((topic) -> topic.partitions().size())
				.sum();
			Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
				.boxed()
				.collect(Collectors.toMap((i) -> new TopicPartition(COMMANDS, i), (i) -> OffsetSpec.latest()));
			return admin.listOffsets(all).all().get().entrySet().stream().mapToLong((end) -> {
				OffsetAndMetadata offset = done.get(end.getKey());
				return end.getValue().offset() - ((offset != null) ? offset.offset() : 0);
			}).sum();
		});
	}

	/**
	 * Something to ask the broker.
	 */
	private interface Question<T> {

		T ask(Admin admin) throws ExecutionException, InterruptedException;

	}

}
