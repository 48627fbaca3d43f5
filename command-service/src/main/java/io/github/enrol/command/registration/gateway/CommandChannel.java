/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.WaitingCommands.Waiting;
import io.github.enrol.kafka.tracing.RecordSpan;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.TopicPartitionOffset.SeekPosition;

/**
 * Sends commands, and reads the partition to which other processes send their replies.
 */
final class CommandChannel implements LocalReplies, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CommandChannel.class);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

	private static final Duration AUTH_RETRY_INTERVAL = Duration.ofSeconds(1);

	private final WaitingCommands waiting;

	private final CommandProducer producer;

	private final KafkaMessageListenerContainer<byte[], byte[]> replies;

	private final byte[] replyPartition;

	private final int rulesVersion;

	private final CountDownLatch open = new CountDownLatch(1);

	/**
	 * Creates the channel; {@link #start()} opens it.
	 * @param name of its threads, in logs and metrics
	 * @param replyPartition of {@code user-replies}
	 * @param replyTimeout how long a command waits for its outcome
	 * @param rulesVersion by which the commands are decided
	 * @param traces begins to trace a command
	 */
	CommandChannel(String name, Map<String, Object> producerConfigs, Map<String, Object> consumerConfigs,
			CommandPartitions partitions, int replyPartition, Duration replyTimeout, int rulesVersion,
			Function<ProducerRecord<?, ?>, RecordSpan> traces) {
		this.rulesVersion = rulesVersion;
		this.replyPartition = ByteBuffer.allocate(Integer.BYTES).putInt(replyPartition).array();
		this.replies = container(name, consumerConfigs, replyPartition);
		// Components with threads come last: the producer's constructor may throw, and
		// then leaves none.
		this.producer = new CommandProducer(producerConfigs, replyTimeout, partitions, traces);
		this.waiting = new WaitingCommands(name + "-expiry", replyTimeout);
	}

	void start() {
		this.replies.start();
	}

	private KafkaMessageListenerContainer<byte[], byte[]> container(String name, Map<String, Object> consumerConfigs,
			int partition) {
		ContainerProperties container = new ContainerProperties(
				new TopicPartitionOffset(CommandRecords.REPLIES_TOPIC, partition, SeekPosition.END));
		// The first poll must be over before the first command is sent.
		container.setPollTimeout(POLL_TIMEOUT.toMillis());
		container.setShutdownTimeout(CLOSE_TIMEOUT.toMillis());
		container.setAckMode(AckMode.MANUAL);
		container.setClientId(name);
		// Otherwise missing rights would end it, for good.
		container.setAuthExceptionRetryInterval(AUTH_RETRY_INTERVAL);
		container.setMessageListener(new Reader());
		Map<String, Object> configs = new HashMap<>(consumerConfigs);
		// A reply is final before it is committed (ADR 1).
		configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
		return new KafkaMessageListenerContainer<>(
				new DefaultKafkaConsumerFactory<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
				container);
	}

	/**
	 * Waits until replies are being read and commands can be sent.
	 * @return false if the timeout elapses first
	 * @throws KafkaException if the topic of commands cannot be looked up
	 */
	boolean awaitOpen(Duration timeout) throws InterruptedException {
		boolean reading = this.open.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (reading) {
			this.producer.prepare();
		}
		return reading;
	}

	/**
	 * Sends the command; see {@link CommandGateway#decide}.
	 */
	CompletableFuture<RegistrationReply> send(int partition, byte[] key, UserCommand command) {
		Waiting waiting = this.waiting.add();
		ProducerRecord<byte[], UserCommand> record = record(partition, key, command);
		record.headers()
			.add(KafkaHeaders.CORRELATION_ID, this.waiting.correlationId(waiting))
			.add(KafkaHeaders.REPLY_PARTITION, this.replyPartition);
		this.producer.send(record, () -> {
		}, (reason, failure) -> this.waiting.fail(waiting, reason, failure));
		return waiting.reply();
	}

	/**
	 * Sends the command, which gets no reply; see {@link CommandGateway#submit}.
	 */
	CompletableFuture<Void> submit(int partition, byte[] key, UserCommand command) {
		CompletableFuture<Void> written = new CompletableFuture<>();
		this.producer.send(record(partition, key, command), () -> written.complete(null), (reason, failure) -> written
			.completeExceptionally(new RegistrationUnavailableException(reason, failure)));
		return written;
	}

	/** The processor refuses a command dated later than its record. */
	private ProducerRecord<byte[], UserCommand> record(int partition, byte[] key, UserCommand command) {
		ProducerRecord<byte[], UserCommand> record = new ProducerRecord<>(CommandRecords.COMMANDS_TOPIC, partition,
				command.requestedAt().toEpochMilli(), key, command);
		DecisionRules.demand(record.headers(), this.rulesVersion);
		return record;
	}

	boolean isWaiting() {
		return !this.waiting.isEmpty();
	}

	@Override
	public boolean handOver(byte[] correlationId, RegistrationReply reply) {
		return this.waiting.complete(correlationId, () -> reply);
	}

	/**
	 * Fails all waiting commands. Takes at most twice {@link #CLOSE_TIMEOUT}.
	 */
	@Override
	public void close() {
		try {
			this.replies.stop();
			this.producer.close(CLOSE_TIMEOUT);
		}
		catch (RuntimeException ex) {
			// Interrupted: the producer is closed nevertheless.
			logger.debug("{} was closed early", this.replies.getContainerProperties().getClientId(), ex);
		}
		finally {
			this.waiting.close();
		}
	}

	/**
	 * Reads replies of other processes. Some are for other instances that read the same
	 * partition.
	 */
	private final class Reader implements BatchMessageListener<byte[], byte[]>, ConsumerSeekAware {

		@Override
		public void onFirstPoll() {
			CommandChannel.this.open.countDown();
		}

		@Override
		public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
			for (ConsumerRecord<byte[], byte[]> record : records) {
				Header correlation = record.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
				if (correlation != null && correlation.value() != null) {
					CommandChannel.this.waiting.complete(correlation.value(),
							() -> CommandRecords.REPLY_SERDE.deserializer()
								.deserialize(record.topic(), record.value()));
				}
			}
		}

	}

}
