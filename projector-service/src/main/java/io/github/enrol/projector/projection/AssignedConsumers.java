/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Creates consumers without a group, for readers that choose their own partitions.
 */
public final class AssignedConsumers implements Supplier<Consumer<String, byte[]>> {

	/** Short, because an operator waits for the answer. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ConsumerFactory<String, byte[]> factory;

	AssignedConsumers(Map<String, Object> properties) {
		Map<String, Object> configs = new HashMap<>(properties);
		configs.remove(ConsumerConfig.GROUP_ID_CONFIG);
		configs.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
		configs.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
		this.factory = new DefaultKafkaConsumerFactory<>(configs, new StringDeserializer(),
				new ByteArrayDeserializer());
	}

	@Override
	public Consumer<String, byte[]> get() {
		return this.factory.createConsumer();
	}

}
