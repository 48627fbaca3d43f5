/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.tools.TopicRecords.Range;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Passes over one command of a stuck partition. Commands before it may be undecided too,
 * and answered: a failure undoes what was not committed. So all that wait are written
 * once more behind, in their order and without that one, and the group goes on there. If
 * this is interrupted and done again, some are there twice, which changes no outcome (ADR
 * 2).
 */
final class CommandSkip {

	private final KafkaClients kafka;

	private final Admin admin;

	private final String group;

	CommandSkip(KafkaClients kafka, Admin admin, String group) {
		this.kafka = kafka;
		this.admin = admin;
		this.group = group;
	}

	/**
	 * Passes over a command.
	 * @param copy a new file, which gets the record
	 * @return what was done, in a sentence
	 * @throws RefusedException if nothing was done
	 */
	String skip(int number, long offset, Path copy) throws ExecutionException, InterruptedException {
		TopicPartition partition = new TopicPartition(CommandRecords.COMMANDS_TOPIC, number);
		new CommandServices(this.admin, this.group).requireStopped();
		long next = next(partition);
		ConsumerRecord<byte[], byte[]> skipped = new TopicRecords(this.kafka).at(partition.topic(), number, offset);
		if (offset < next) {
			throw new RefusedException("The command was decided before: the group " + this.group + " is at offset "
					+ next + " of partition " + number + ".");
		}
		keep(skipped, copy);
		long end = offset(partition, OffsetSpec.latest());
		int moved = writeAgain(partition, next, end, offset);
		this.admin.alterConsumerGroupOffsets(this.group, Map.of(partition, new OffsetAndMetadata(end))).all().get();
		return "The command at offset " + offset + " of partition " + number + " is passed over, and kept in " + copy
				+ ". The other " + moved + " that waited are written again from offset " + end + " on.";
	}

	/**
	 * Returns the offset of the first command that is not decided.
	 */
	private long next(TopicPartition partition) throws ExecutionException, InterruptedException {
		OffsetAndMetadata committed = this.admin.listConsumerGroupOffsets(this.group)
			.partitionsToOffsetAndMetadata()
			.get()
			.get(partition);
		return (committed != null) ? committed.offset() : offset(partition, OffsetSpec.earliest());
	}

	private long offset(TopicPartition partition, OffsetSpec which) throws ExecutionException, InterruptedException {
		return this.admin.listOffsets(Map.of(partition, which)).partitionResult(partition).get().offset();
	}

	private static void keep(ConsumerRecord<byte[], byte[]> record, Path copy) {
		try {
			Files.writeString(copy, RecordFormat.json(record) + "\n", StandardOpenOption.CREATE_NEW);
		}
		catch (IOException ex) {
			throw new RefusedException("The file " + copy + " exists already, or cannot be written.");
		}
	}

	private int writeAgain(TopicPartition partition, long next, long end, long skipped)
			throws ExecutionException, InterruptedException {
		List<Future<RecordMetadata>> writes = new ArrayList<>();
		try (Producer<byte[], byte[]> producer = this.kafka.producer()) {
			Range range = new Range(partition.topic(), partition.partition(), next, Long.MAX_VALUE, false);
			new TopicRecords(this.kafka).read(range, (records) -> {
				for (ConsumerRecord<byte[], byte[]> record : records) {
					if (record.offset() != skipped && record.offset() < end) {
						writes.add(producer.send(new ProducerRecord<>(record.topic(), record.partition(),
								record.timestamp(), record.key(), record.value(), record.headers())));
					}
				}
				return true;
			});
		}
		for (Future<RecordMetadata> write : writes) {
			write.get();
		}
		return writes.size();
	}

}
