/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.WholeTopic;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.KafkaException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Opening the gateway leaves no thread if it fails, and what is sent through it or is
 * not.
 */
class CommandGatewayIntegrationTests {

	private static final RegisterUser COMMAND = new RegisterUser("a", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "A",
			"a@example.com", Instant.parse("2026-11-23T12:00:00.123Z"));

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static TestKafka kafka;

	private static Admin admin;

	private final Set<Thread> before = threads();

	private final CommandPartitions partitions = new CommandPartitions();

	private final KafkaReachability reachability = new KafkaReachability(() -> true, Duration.ofSeconds(1));

	private final GatewayProperties properties = new GatewayProperties("test", Duration.ofSeconds(1), 10, 1);

	@BeforeAll
	static void start() {
		kafka = Backends.newKafka();
		admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
	}

	@AfterAll
	static void stop() {
		admin.close();
		kafka.close();
	}

	@AfterEach
	void deleteTopics() throws Exception {
		this.reachability.close();
		TestTopics.deleteAll(admin);
	}

	@Test
	void theFirstChannelIsClosedIfTheSecondFails() {
		CommandGateway gateway = gateway("127.0.0.1:1",
				Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, NotInBulk.class.getName()));
		assertThatExceptionOfType(org.apache.kafka.common.KafkaException.class).isThrownBy(() -> gateway.open(1));
		assertNoThreadIsLeft();
		assertThat(gateway.isOpen()).isFalse();
	}

	@Test
	void bothChannelsAreClosedOnAnInterrupt() {
		CommandGateway gateway = gateway("127.0.0.1:1", Map.of());
		CompletableFuture<Void> failed = new CompletableFuture<>();
		Thread opening = new Thread(() -> {
			try {
				gateway.open(1);
			}
			catch (InterruptedException ex) {
				failed.completeExceptionally(ex);
			}
		});
		opening.start();
		Awaitility.await()
			.until(() -> threads().stream().anyMatch((thread) -> thread.getName().startsWith("user-replies-bulk")));
		opening.interrupt();
		assertThat(failed).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(InterruptedException.class);
		assertNoThreadIsLeft();
	}

	@Test
	void aClosedGatewayIsNotReopenedByAnAttemptInProgress() throws Exception {
		createTopic(CommandRecords.REPLIES_TOPIC);
		createTopic(CommandRecords.COMMANDS_TOPIC);
		CommandGateway gateway = gateway(kafka.bootstrapServers(), Map.of());
		gateway.close();
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> gateway.open(1)).isInstanceOf(KafkaException.class);
		assertThat(gateway.isOpen()).isFalse();
		assertNoThreadIsLeft();
	}

	@Test
	void opensOnceTheCommandsCanBeSent() throws Exception {
		createTopic(CommandRecords.REPLIES_TOPIC);
		CommandGateway gateway = gateway(kafka.bootstrapServers(), Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 200));
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> gateway.open(1));
		assertThat(gateway.isOpen()).isFalse();
		assertNoThreadIsLeft();
		createTopic(CommandRecords.COMMANDS_TOPIC);
		Awaitility.await().atMost(PATIENCE).ignoreExceptionsInstanceOf(TimeoutException.class).until(() -> {
			gateway.open(1);
			return gateway.isOpen();
		});
		gateway.close();
	}

	@Test
	void aCommandThatTheProducerCannotTakeWasNotSent() {
		CommandProducer producer = new CommandProducer(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.MAX_BLOCK_MS_CONFIG, 100),
				Duration.ofSeconds(1), this.partitions, RecordTraces.OFF::send);
		this.partitions.use(1);
		List<Reason> reasons = new ArrayList<>();
		producer.send(new ProducerRecord<>(CommandRecords.COMMANDS_TOPIC, 0, new byte[0], COMMAND),
				() -> reasons.add(null), (reason, failure) -> reasons.add(reason));
		assertThat(reasons).containsExactly(Reason.NOT_SENT);
		assertThat(this.partitions.admits(0)).isFalse();
		producer.close(Duration.ZERO);
	}

	@Test
	void aPartitionThatCouldNotBeWrittenTakesNoCommandsUntilATrialSucceeds() throws Exception {
		createTopic(CommandRecords.REPLIES_TOPIC);
		createTopic(CommandRecords.COMMANDS_TOPIC);
		CommandGateway gateway = gateway(kafka.bootstrapServers(), Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000));
		this.partitions.use(1);
		gateway.open(1);
		assertThat(reasons(gateway)).containsOnly(Reason.NO_REPLY);
		kafka.stop();
		try {
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> reasons(gateway), (reasons) -> !reasons.contains(Reason.NO_REPLY));
		}
		finally {
			kafka.start();
		}
		// After a trial has succeeded, all are sent. Nobody replies here.
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> reasons(gateway), (reasons) -> !reasons.contains(Reason.NOT_SENT));
		gateway.close();
	}

	/** Also one that gets no reply. */
	@Test
	void everyCommandNamesTheVersionOfItsRules() throws Exception {
		createTopic(CommandRecords.REPLIES_TOPIC);
		createTopic(CommandRecords.COMMANDS_TOPIC);
		this.partitions.use(1);
		CommandChannel channel = new CommandChannel("user-replies", config(kafka.bootstrapServers()),
				config(kafka.bootstrapServers()), this.partitions, 0, Duration.ofSeconds(1), 2, RecordTraces.OFF::send);
		channel.submit(0, new byte[1], COMMAND).join();
		// Nobody replies here.
		assertThat(channel.send(0, new byte[1], COMMAND)).failsWithin(PATIENCE);
		channel.close();
		assertThat(
				WholeTopic.read(kafka.bootstrapServers(), CommandRecords.COMMANDS_TOPIC, new ByteArrayDeserializer()))
			.extracting((record) -> DecisionRules.version(record.headers()))
			.containsExactly(2, 2);
	}

	private static Map<String, Object> config(String bootstrapServers) {
		return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
	}

	/**
	 * Sends three commands and returns what became of them.
	 */
	private static List<Reason> reasons(CommandGateway gateway) {
		List<CompletableFuture<Reason>> reasons = Stream.generate(() -> gateway.decide("a@example.com", COMMAND))
			.limit(3)
			.map((reply) -> reply.handle((outcome, failure) -> reason(failure)))
			.toList();
		return reasons.stream().map(CompletableFuture::join).toList();
	}

	private static Reason reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		return ((RegistrationUnavailableException) cause).reason();
	}

	private static void createTopic(String name) throws Exception {
		TestTopics.create(admin, new NewTopic(name, 1, (short) 1));
	}

	private CommandGateway gateway(String bootstrapServers, Map<String, Object> more) {
		Map<String, Object> configs = new HashMap<>(config(bootstrapServers));
		configs.putAll(more);
		return new CommandGateway(this.properties, configs, Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
				bootstrapServers, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
				// A reader that is closed without a broker outlives its test as long.
				ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1000),
				this.reachability, this.partitions, new SimpleMeterRegistry(), RecordTraces.OFF);
	}

	private void assertNoThreadIsLeft() {
		this.reachability.close();
		Awaitility.await().untilAsserted(() -> {
			Set<Thread> left = threads();
			left.removeAll(this.before);
			assertThat(left).isEmpty();
		});
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("(kafka-producer|user-replies).*"))
			.collect(Collectors.toSet());
	}

	/**
	 * Fails the producer of imports, the only one with a linger.
	 */
	public static final class NotInBulk extends RoundRobinPartitioner {

		@Override
		public void configure(Map<String, ?> configs) {
			if (!"0".equals(String.valueOf(configs.get(ProducerConfig.LINGER_MS_CONFIG)))) {
				throw new IllegalStateException("not this one");
			}
		}

	}

}
