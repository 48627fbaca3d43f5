/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import io.github.enrol.kafka.BootstrapServers;
import io.github.enrol.kafka.BoundedAdmin;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Creates Kafka's clients. Consumers see committed records only and have no group, so
 * that nothing of them is left behind.
 *
 * @param configs for clients of all kinds
 */
record KafkaClients(Map<String, Object> configs) {

	private static final int TIMEOUT_MS = 10_000;

	/**
	 * Uses a cluster that answers.
	 * @param file with properties of Kafka's clients, such as for TLS and SASL
	 * @throws org.apache.kafka.common.KafkaException with the reason if it does not
	 * answer
	 */
	static KafkaClients of(String bootstrapServers, @Nullable Path file) {
		Map<String, Object> configs = new HashMap<>();
		if (file != null) {
			properties(file).forEach((name, value) -> configs.put(name.toString(), value));
		}
		configs.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
		configs.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
		new BootstrapServers(configs).requireReachable();
		return new KafkaClients(Map.copyOf(configs));
	}

	private static Properties properties(Path file) {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			properties.load(reader);
			return properties;
		}
		catch (IOException ex) {
			throw new RefusedException("The file " + file + " cannot be read.");
		}
	}

	Admin admin() {
		return BoundedAdmin.create(this.configs, Duration.ofMillis(TIMEOUT_MS));
	}

	Consumer<byte[], byte[]> consumer() {
		Map<String, Object> all = with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
				ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest", ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
				ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
				TIMEOUT_MS,
				// A consumer that is closed waits for the answer to its last fetch.
				ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50));
		all.remove(ConsumerConfig.GROUP_ID_CONFIG);
		return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	Producer<byte[], byte[]> producer() {
		return new KafkaProducer<>(with(Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.LINGER_MS_CONFIG, 0,
				ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
				2 * TIMEOUT_MS)), new ByteArraySerializer(), new ByteArraySerializer());
	}

	/**
	 * Creates a producer for many records, in transactions.
	 */
	Producer<byte[], byte[]> transactionalProducer(String id) {
		return new KafkaProducer<>(
				with(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id, ProducerConfig.LINGER_MS_CONFIG, 20,
						ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024, ProducerConfig.MAX_BLOCK_MS_CONFIG,
						6 * TIMEOUT_MS, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 6 * TIMEOUT_MS)),
				new ByteArraySerializer(), new ByteArraySerializer());
	}

	private Map<String, Object> with(Map<String, Object> special) {
		Map<String, Object> all = new HashMap<>(this.configs);
		all.putAll(special);
		return all;
	}

}
