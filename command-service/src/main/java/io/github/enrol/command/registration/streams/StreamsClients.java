/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;

import io.github.enrol.kafka.BootstrapServers;
import io.github.enrol.kafka.KafkaUnreachableException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the clients of Kafka Streams, each as soon as a broker answers. Streams creates
 * some in the middle of an outage, to replace a producer or a thread. If their
 * constructors threw, because the name of the broker is gone with the broker, it would be
 * left without threads.
 */
final class StreamsClients implements KafkaClientSupplier {

	private static final Logger logger = LoggerFactory.getLogger(StreamsClients.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

	private final BootstrapServers bootstrap;

	private final StreamThreadFailures failures;

	private volatile boolean closed;

	StreamsClients(BootstrapServers bootstrap, StreamThreadFailures failures) {
		this.bootstrap = bootstrap;
		this.failures = failures;
	}

	@Override
	public Admin getAdmin(Map<String, Object> config) {
		awaitBroker();
		return Admin.create(config);
	}

	@Override
	public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
		awaitBroker();
		return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
	}

	@Override
	public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
		awaitBroker();
		return new KnownRulesConsumer(config, this.failures);
	}

	@Override
	public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
		awaitBroker();
		return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	@Override
	public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
		return getRestoreConsumer(config);
	}

	private void awaitBroker() {
		boolean reported = false;
		while (!this.closed) {
			try {
				this.bootstrap.requireReachable();
				return;
			}
			catch (KafkaUnreachableException ex) {
				if (!reported) {
					logger.warn("Kafka Streams waits for Kafka: {}", ex.getMessage());
				}
				reported = true;
				pause();
			}
		}
		throw new KafkaException("closed");
	}

	private static void pause() {
		try {
			Thread.sleep(RETRY_INTERVAL.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted", ex);
		}
	}

	/**
	 * Ends waits: the next clients are not created.
	 */
	void close() {
		this.closed = true;
	}

}
