/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;

/**
 * Shows what is in {@code user-events.dlt}, without content, and applies the event of a
 * letter again. What is applied is the event in {@code user-events}, so that the read
 * model never holds anything else.
 */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

	private static final int NEWEST = 100;

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

	private final Supplier<Consumer<String, byte[]>> consumers;

	private final UserProjection projection;

	DeadLettersEndpoint(Supplier<Consumer<String, byte[]>> consumers, UserProjection projection) {
		this.consumers = consumers;
		this.projection = projection;
	}

	/**
	 * The newest letters of each partition, oldest first.
	 */
	@ReadOperation
	Map<String, List<Letter>> letters() {
		List<Letter> letters = new ArrayList<>();
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			List<TopicPartition> partitions = consumer.partitionsFor(UserEvents.DEAD_LETTER_TOPIC)
				.stream()
				.map((info) -> new TopicPartition(info.topic(), info.partition()))
				.toList();
			Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			for (TopicPartition partition : partitions) {
				long start = Math.max(starts.get(partition), ends.get(partition) - NEWEST);
				read(consumer, partition, start, ends.get(partition)).stream()
					.filter((record) -> record.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET) != null)
					.forEach((record) -> letters.add(letter(record)));
			}
		}
		catch (KafkaException ex) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, "Kafka cannot be reached.");
		}
		return Map.of("letters", letters);
	}

	/**
	 * Tries to apply the event of a letter again. Once it is applied, doing so again
	 * changes nothing.
	 */
	@WriteOperation
	Replay replay(@Selector int partition, @Selector long offset) {
		try {
			return new Replay(this.projection.applyAgain(event(partition, offset)) ? "applied" : "already applied");
		}
		catch (SerializationException | IllegalStateException ex) {
			throw refusal(HttpStatus.CONFLICT, "The event cannot be applied: " + ex.getMessage() + ".");
		}
		catch (DataIntegrityViolationException ex) {
			// Its message quotes the row.
			throw refusal(HttpStatus.CONFLICT,
					"The database refuses the event: " + ex.getClass().getSimpleName() + ".");
		}
		catch (KafkaException | DataAccessException | TransactionException ex) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, "Kafka or the database cannot be reached.");
		}
	}

	private ConsumerRecord<String, byte[]> event(int partition, long offset) {
		try (Consumer<String, byte[]> consumer = this.consumers.get()) {
			ConsumerRecord<String, byte[]> copy = only(consumer,
					new TopicPartition(UserEvents.DEAD_LETTER_TOPIC, partition), offset);
			Letter letter = letter(copy);
			ConsumerRecord<String, byte[]> event = only(consumer,
					new TopicPartition(UserEvents.TOPIC, letter.eventPartition()), letter.eventOffset());
			if (!Arrays.equals(copy.value(), event.value())) {
				throw refusal(HttpStatus.CONFLICT, "The letter is not of the event that is at its place now.");
			}
			return event;
		}
	}

	private static ConsumerRecord<String, byte[]> only(Consumer<String, byte[]> consumer, TopicPartition partition,
			long offset) {
		boolean exists = consumer.partitionsFor(partition.topic())
			.stream()
			.anyMatch((info) -> info.partition() == partition.partition())
				&& offset >= consumer.beginningOffsets(List.of(partition)).get(partition)
				&& offset < consumer.endOffsets(List.of(partition)).get(partition);
		return (exists ? read(consumer, partition, offset, offset + 1) : List.<ConsumerRecord<String, byte[]>>of())
			.stream()
			.findFirst()
			.orElseThrow(
					() -> refusal(HttpStatus.NOT_FOUND, "There is no record at %s@%d.".formatted(partition, offset)));
	}

	private static List<ConsumerRecord<String, byte[]>> read(Consumer<String, byte[]> consumer,
			TopicPartition partition, long start, long end) {
		consumer.assign(List.of(partition));
		consumer.seek(partition, start);
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		long begin = System.nanoTime();
		while (consumer.position(partition) < end) {
			if (System.nanoTime() - begin > READ_TIMEOUT.toNanos()) {
				throw refusal(HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer in time.");
			}
			for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL_TIMEOUT)) {
				if (record.offset() < end) {
					records.add(record);
				}
			}
		}
		return records;
	}

	private static Letter letter(ConsumerRecord<?, ?> record) {
		String type = new String(header(record, KafkaHeaders.DLT_EXCEPTION_FQCN), StandardCharsets.UTF_8);
		// Other messages may quote a row.
		String reason = type.equals(SerializationException.class.getName())
				? new String(header(record, KafkaHeaders.DLT_EXCEPTION_MESSAGE), StandardCharsets.UTF_8) : null;
		return new Letter(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()),
				ByteBuffer.wrap(header(record, KafkaHeaders.DLT_ORIGINAL_PARTITION)).getInt(),
				ByteBuffer.wrap(header(record, KafkaHeaders.DLT_ORIGINAL_OFFSET)).getLong(), type, reason);
	}

	private static byte[] header(ConsumerRecord<?, ?> record, String name) {
		Header header = record.headers().lastHeader(name);
		if (header == null) {
			throw refusal(HttpStatus.CONFLICT, "The record at %s-%d@%d is no letter of the projector."
				.formatted(record.topic(), record.partition(), record.offset()));
		}
		return header.value();
	}

	private static ErrorResponseException refusal(HttpStatus status, String detail) {
		return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	/**
	 * A letter, without what is personal.
	 *
	 * @param partition of {@code user-events.dlt}
	 * @param offset in that partition
	 * @param writtenAt when it was dead-lettered
	 * @param eventPartition where the event is in {@code user-events}
	 * @param eventOffset in that partition
	 * @param type the class of the exception
	 * @param reason in words, if they quote nothing
	 */
	record Letter(int partition, long offset, Instant writtenAt, int eventPartition, long eventOffset, String type,
			@Nullable String reason) {
	}

	/**
	 * What became of a replay: {@code applied} or {@code already applied}.
	 */
	record Replay(String outcome) {
	}

}
