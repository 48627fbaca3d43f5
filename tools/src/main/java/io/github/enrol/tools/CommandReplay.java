/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.UnknownRulesException;
import io.github.enrol.kafka.deadletters.Letter;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * Writes a command to {@code user-commands} once more, and waits for its outcome. A
 * command that was decided before keeps its outcome (ADR 2), so a replay never registers
 * twice.
 */
final class CommandReplay {

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

	private final KafkaClients kafka;

	private final Duration patience;

	/**
	 * Creates the replay.
	 * @param patience how long to wait for the outcome
	 */
	CommandReplay(KafkaClients kafka, Duration patience) {
		this.kafka = kafka;
		this.patience = patience;
	}

	/**
	 * Replays the command of a record, or a corrected one in its place.
	 * @param topic {@code user-commands} or {@code user-commands.dlt}
	 * @param corrected the JSON to use instead of the record's
	 * @return what was done, in a sentence
	 * @throws RefusedException if nothing was done, or the outcome is not known yet
	 */
	String replay(String topic, int partition, long offset, byte @Nullable [] corrected)
			throws ExecutionException, InterruptedException {
		ConsumerRecord<byte[], byte[]> record = new TopicRecords(this.kafka).at(topic, partition, offset);
		if (topic.equals(Letter.COMMANDS_TOPIC) && Letter.of(record).isEmpty()) {
			throw new RefusedException("The record is no letter of the command-service.");
		}
		byte @Nullable [] json = (corrected != null) ? corrected : record.value();
		if (json == null) {
			throw new RefusedException("The record has no value. Give one by --value FILE.");
		}
		int rulesVersion = rulesVersion(record);
		CommandJson command = CommandJson.of(json, topic + "/" + partition + "/" + offset, Instant.now());
		try (Consumer<byte[], byte[]> replies = this.kafka.consumer();
				Producer<byte[], byte[]> producer = this.kafka.producer()) {
			return send(command, rulesVersion, replies, producer);
		}
	}

	private static int rulesVersion(ConsumerRecord<?, ?> record) {
		try {
			DecisionRules.requireKnown(record.headers());
			return DecisionRules.version(record.headers());
		}
		catch (UnknownRulesException ex) {
			throw new RefusedException("The command is " + ex.getMessage() + ". Use the tools of a later one.");
		}
		catch (SerializationException ex) {
			// A correction, like any command that names none.
			return DecisionRules.FIRST;
		}
	}

	private String send(CommandJson command, int rulesVersion, Consumer<byte[], byte[]> replies,
			Producer<byte[], byte[]> producer) throws ExecutionException, InterruptedException {
		TopicPartition replyPartition = new TopicPartition(CommandRecords.REPLIES_TOPIC, 0);
		replies.assign(List.of(replyPartition));
		replies.seekToEnd(List.of(replyPartition));
		// Now, since it is found lazily.
		replies.position(replyPartition);
		byte[] correlationId = new byte[CommandRecords.CORRELATION_ID_LENGTH];
		new SecureRandom().nextBytes(correlationId);
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(CommandRecords.COMMANDS_TOPIC, command.key(),
				command.value());
		record.headers()
			.add(KafkaHeaders.CORRELATION_ID, correlationId)
			.add(KafkaHeaders.REPLY_PARTITION, ByteBuffer.allocate(Integer.BYTES).array());
		DecisionRules.demand(record.headers(), rulesVersion);
		RecordMetadata written = producer.send(record).get();
		RegistrationReply reply = await(replies, correlationId);
		String position = "The command was written at offset " + written.offset() + " of partition "
				+ written.partition() + " of " + written.topic();
		if (reply == null) {
			throw new RefusedException(position + ". It is not decided yet: no command-service did so within "
					+ this.patience.toSeconds() + " s. To replay it again does no harm.");
		}
		return position + ": " + outcome(reply, written);
	}

	private static String outcome(RegistrationReply reply, RecordMetadata written) {
		return switch (reply.outcome()) {
			case REGISTERED -> "it registered the user " + reply.userId()
					+ ((reply.commandOffset() == written.offset()) ? "." : " already before, and nothing changed.");
			case ERASED -> "it erased the user " + reply.userId() + ".";
			case USER_NOT_FOUND -> "no user has its address and its id, or none any more, and nothing changed.";
			case EMAIL_ALREADY_REGISTERED -> "its address belongs to another registration, and nothing changed.";
			case IDEMPOTENCY_KEY_REUSED ->
				"its command_id registered the address already, with other data, and nothing changed.";
		};
	}

	/**
	 * Returns the reply once it is committed with its event.
	 */
	private @Nullable RegistrationReply await(Consumer<byte[], byte[]> replies, byte[] correlationId) {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < this.patience.toNanos()) {
			for (ConsumerRecord<byte[], byte[]> record : replies.poll(POLL_TIMEOUT)) {
				Header header = record.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
				if (header != null && Arrays.equals(header.value(), correlationId)) {
					return CommandRecords.REPLY_SERDE.deserializer().deserialize(record.topic(), record.value());
				}
			}
		}
		return null;
	}

}
