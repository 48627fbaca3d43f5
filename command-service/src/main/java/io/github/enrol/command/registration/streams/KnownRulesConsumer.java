/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.command.registration.gateway.UnknownRulesException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads each partition of {@code user-commands} up to the first command that only a newer
 * build can decide, and waits there (ADR 24). A processor that refused the command would
 * stop all partitions of its thread.
 */
final class KnownRulesConsumer extends KafkaConsumer<byte[], byte[]> {

	/** How often it looks whether the command is still there: it may be passed over. */
	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

	private final StreamThreadFailures failures;

	private final Set<TopicPartition> waiting = new HashSet<>();

	private long lastLook;

	/**
	 * Creates a consumer.
	 * @param config as of a {@link KafkaConsumer}
	 * @param failures is told which partitions wait
	 */
	KnownRulesConsumer(Map<String, Object> config, StreamThreadFailures failures) {
		super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		this.failures = failures;
	}

	@Override
	public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
		if (!this.waiting.isEmpty() && System.nanoTime() - this.lastLook > LOOK_INTERVAL.toNanos()) {
			this.waiting.retainAll(paused());
			resume(this.waiting);
			this.waiting.clear();
		}
		ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
		Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> decidable = new HashMap<>();
		Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
		for (TopicPartition partition : records.partitions()) {
			List<ConsumerRecord<byte[], byte[]>> commands = records.records(partition);
			int count = decidable(commands);
			if (count > 0) {
				decidable.put(partition, commands.subList(0, count));
			}
			if (count < commands.size()) {
				next.put(partition, waitAt(partition, commands.get(count)));
			}
		}
		return new ConsumerRecords<>(decidable, next);
	}

	private OffsetAndMetadata waitAt(TopicPartition partition, ConsumerRecord<byte[], byte[]> command) {
		OffsetAndMetadata here = new OffsetAndMetadata(command.offset(), command.leaderEpoch(), "");
		seek(partition, here);
		pause(Set.of(partition));
		this.waiting.add(partition);
		this.lastLook = System.nanoTime();
		return here;
	}

	private int decidable(List<ConsumerRecord<byte[], byte[]>> commands) {
		for (int i = 0; i < commands.size(); i++) {
			ConsumerRecord<byte[], byte[]> command = commands.get(i);
			try {
				DecisionRules.requireKnown(command.headers());
			}
			catch (SerializationException ex) {
				// Not for a newer build either: the processor makes it a dead letter.
			}
			catch (UnknownRulesException ex) {
				this.failures.outdated(command.partition(), command.offset(), ex);
				return i;
			}
		}
		return commands.size();
	}

}
