/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.enrol.kafka.tracing.RecordTraces;
import org.apache.kafka.clients.producer.ProducerConfig;

import org.springframework.kafka.KafkaException;

/**
 * The channel of single registrations and that of imports, whose batches are larger.
 */
record CommandChannels(CommandChannel single, CommandChannel bulk) {

	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

	private static final Map<String, Object> BULK = Map.of(ProducerConfig.LINGER_MS_CONFIG, 5,
			ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");

	/**
	 * Creates the channels; {@link #open} opens them.
	 */
	static CommandChannels create(GatewayProperties properties, Map<String, Object> producerConfigs,
			Map<String, Object> consumerConfigs, CommandPartitions partitions, int replyPartitions,
			RecordTraces traces) {
		int instance = properties.instanceId().hashCode();
		Map<String, Object> bulkConfigs = new HashMap<>(producerConfigs);
		bulkConfigs.putAll(BULK);
		CommandChannel single = new CommandChannel("user-replies", producerConfigs, consumerConfigs, partitions,
				Math.floorMod(instance, replyPartitions), properties.replyTimeout(), properties.rulesVersion(),
				traces::send);
		try {
			return new CommandChannels(single,
					new CommandChannel("user-replies-bulk", bulkConfigs, consumerConfigs, partitions,
							Math.floorMod(instance + 1, replyPartitions), properties.replyTimeout(),
							properties.rulesVersion(), traces::sendApart));
		}
		catch (RuntimeException ex) {
			single.close();
			throw ex;
		}
	}

	void open() throws InterruptedException {
		this.single.start();
		this.bulk.start();
		if (!this.single.awaitOpen(OPEN_TIMEOUT) || !this.bulk.awaitOpen(OPEN_TIMEOUT)) {
			throw new KafkaException("the partitions of user-replies could not be read in time");
		}
	}

	boolean areWaiting() {
		return this.single.isWaiting() || this.bulk.isWaiting();
	}

	void close() {
		this.single.close();
		this.bulk.close();
	}

}
