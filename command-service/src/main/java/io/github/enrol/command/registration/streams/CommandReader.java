/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Instant;
import java.util.function.IntSupplier;

import io.github.enrol.command.registration.CommandRules;
import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.command.registration.gateway.StrictUtf8;
import io.github.enrol.command.registration.gateway.UnknownRulesException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands, and refuses whatever record cannot be decided (ADR 15).
 */
final class CommandReader {

	private static final Deserializer<UserCommand> COMMANDS = CommandRecords.COMMAND_SERDE.deserializer();

	private final IntSupplier partitions;

	/**
	 * Creates a reader.
	 * @param partitions the number of partitions of {@code user-commands}
	 */
	CommandReader(IntSupplier partitions) {
		this.partitions = partitions;
	}

	/**
	 * Reads a command.
	 * @throws UnknownRulesException if only a newer build knows what makes it a command
	 * @throws UndecidableCommandException if it is none, or breaks the
	 * {@link CommandRules}
	 */
	Record<String, UserCommand> read(Record<byte[], byte[]> record, int partition) {
		Record<String, UserCommand> command;
		String flaw;
		try {
			DecisionRules.requireKnown(record.headers());
			command = new Record<>(StrictUtf8.decode(present(record.key())),
					COMMANDS.deserialize(CommandRecords.COMMANDS_TOPIC, present(record.value())), record.timestamp(),
					record.headers());
			flaw = CommandRules.flaw(command.key(), command.value(), Instant.ofEpochMilli(command.timestamp()));
		}
		catch (UnknownRulesException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw UndecidableCommandException.of(ex);
		}
		// Otherwise an address could register once in each partition.
		if (flaw == null && CommandPartitions.of(record.key(), this.partitions.getAsInt()) != partition) {
			flaw = "the key belongs to another partition by Kafka's default partitioner";
		}
		if (flaw != null) {
			throw new UndecidableCommandException(flaw);
		}
		return command;
	}

	private static byte[] present(byte @Nullable [] data) {
		if (data == null) {
			throw new SerializationException("the key or the value is missing");
		}
		return data;
	}

}
