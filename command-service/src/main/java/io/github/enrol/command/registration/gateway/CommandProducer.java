/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.kafka.tracing.RecordSpan;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes commands, and knows of those that it did not write whether they may be in the
 * log.
 */
final class CommandProducer {

	private static final Logger logger = LoggerFactory.getLogger(CommandProducer.class);

	private static final Duration FAILURE_LOG_INTERVAL = Duration.ofSeconds(10);

	private final Producer<byte[], UserCommand> producer;

	private final CommandPartitions partitions;

	private final Function<ProducerRecord<?, ?>, RecordSpan> traces;

	private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

	/**
	 * Creates the producer.
	 * @param timeout how long a command waits for its outcome
	 * @param traces begins to trace a command
	 */
	CommandProducer(Map<String, Object> configs, Duration timeout, CommandPartitions partitions,
			Function<ProducerRecord<?, ?>, RecordSpan> traces) {
		this.producer = new KafkaProducer<>(withTimeout(configs, timeout), new ByteArraySerializer(),
				CommandRecords.COMMAND_SERDE.serializer());
		this.partitions = partitions;
		this.traces = traces;
	}

	private static Map<String, Object> withTimeout(Map<String, Object> producerConfigs, Duration timeout) {
		Map<String, Object> configs = new HashMap<>(producerConfigs);
		// Once its request has timed out, a command need not be sent any more.
		int delivery = (int) timeout.toMillis();
		configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
		configs.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
		int linger = Integer.parseInt(configs.get(ProducerConfig.LINGER_MS_CONFIG).toString());
		configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery - linger);
		return configs;
	}

	/**
	 * Looks the topic up. Otherwise the first commands would wait for that, and fail if
	 * it takes long.
	 * @throws KafkaException if it takes longer than {@code max.block.ms}
	 */
	void prepare() {
		this.producer.partitionsFor(CommandRecords.COMMANDS_TOPIC);
	}

	/**
	 * Writes a command.
	 * @param command with the number of its partition
	 * @param written is called once it is in the log, or else
	 * @param failed is, at most once
	 */
	void send(ProducerRecord<byte[], UserCommand> command, Runnable written, BiConsumer<Reason, Exception> failed) {
		int partition = Objects.requireNonNull(command.partition());
		Thread sending = Thread.currentThread();
		RecordSpan span = this.traces.apply(command);
		try {
			this.producer.send(command, (metadata, failure) -> {
				if (failure == null) {
					this.partitions.written(partition);
					span.offset(metadata.offset());
					span.end();
					written.run();
				}
				else {
					span.fail(failure);
					// The producer's own thread reports what it has tried to send.
					boolean tried = Thread.currentThread() != sending;
					report(partition, failure);
					failed.accept(tried ? Reason.NO_REPLY : Reason.NOT_SENT, failure);
				}
			});
		}
		catch (KafkaException | IllegalStateException ex) {
			// Closed meanwhile, or interrupted.
			span.fail(ex);
			report(partition, ex);
			failed.accept(Reason.NOT_SENT, ex);
		}
	}

	/**
	 * Logs an outage once rather than each of its commands: there may be thousands, and
	 * they contain personal data.
	 */
	private void report(int partition, Exception failure) {
		// Any other failure is the command's own.
		if (failure instanceof RetriableException) {
			this.partitions.notWritten(partition);
		}
		long now = System.nanoTime();
		long until = this.quietUntil.get();
		if (now - until >= 0 && this.quietUntil.compareAndSet(until, now + FAILURE_LOG_INTERVAL.toNanos())) {
			logger.warn("Commands cannot be sent: {}", failure.toString());
		}
	}

	void close(Duration timeout) {
		this.producer.close(timeout);
	}

}
