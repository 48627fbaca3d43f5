/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.enrol.events.UserEvents;
import io.github.enrol.http.database.DatabaseFailure;
import io.github.enrol.kafka.KafkaFailures;
import io.github.enrol.kafka.deadletters.Letter;
import io.github.enrol.projector.projection.FailureReason;
import io.github.enrol.projector.projection.UserProjection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;

/**
 * Shows the letters in {@code user-events.dlt} and {@code user-commands.dlt} without
 * content, and applies the event of a letter again. The replay reads the event from
 * {@code user-events}, so the read model never holds anything else. Commands are not
 * replayed here: they need correcting first.
 */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(DeadLettersEndpoint.class);

	/**
	 * The command-service owns the second one. A topic that does not exist counts as
	 * empty.
	 */
	private static final List<String> TOPICS = List.of(UserEvents.DEAD_LETTER_TOPIC, Letter.COMMANDS_TOPIC);

	private final LetterReader reader;

	private final UserProjection projection;

	DeadLettersEndpoint(LetterReader reader, UserProjection projection) {
		this.reader = reader;
		this.projection = projection;
	}

	/**
	 * The newest 100 letters of each partition, oldest first.
	 */
	@ReadOperation
	Map<String, List<Letter>> letters() {
		try {
			return Map.of("letters",
					TOPICS.stream()
						.flatMap((topic) -> this.reader.newest(topic).stream())
						.map(Letter::of)
						.flatMap(Optional::stream)
						.toList());
		}
		catch (KafkaException ex) {
			throw unavailable(ex);
		}
	}

	/**
	 * Applies the event of a letter again. Idempotent: an event already applied is not
	 * applied twice.
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
			// The message quotes the row.
			throw refusal(HttpStatus.CONFLICT,
					"The database refuses the event: " + ex.getClass().getSimpleName() + ".");
		}
		catch (KafkaException ex) {
			throw unavailable(ex);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.atWarn()
				.addKeyValue("topic", UserEvents.DEAD_LETTER_TOPIC)
				.addKeyValue("partition", partition)
				.addKeyValue("offset", offset)
				.log("A letter cannot be applied: {}", FailureReason.withoutContent(ex));
			throw DatabaseFailure.problem(ex);
		}
	}

	private ConsumerRecord<String, byte[]> event(int partition, long offset) {
		ConsumerRecord<String, byte[]> copy = record(UserEvents.DEAD_LETTER_TOPIC, partition, offset);
		Letter letter = Letter.of(copy)
			.orElseThrow(() -> refusal(HttpStatus.CONFLICT, "The record is no letter of the projector."));
		ConsumerRecord<String, byte[]> event = record(UserEvents.TOPIC, letter.originalPartition(),
				letter.originalOffset());
		// An event too large to copy has a letter without a value.
		if (copy.value() != null && !Arrays.equals(copy.value(), event.value())) {
			throw refusal(HttpStatus.CONFLICT, "The letter is not of the event that is at its place now.");
		}
		return event;
	}

	private ConsumerRecord<String, byte[]> record(String topic, int partition, long offset) {
		return this.reader.at(new TopicPartition(topic, partition), offset)
			.orElseThrow(() -> refusal(HttpStatus.NOT_FOUND,
					"There is no record at %s-%s@%s.".formatted(topic, partition, offset)));
	}

	private static ErrorResponseException unavailable(KafkaException failure) {
		return refusal(HttpStatus.SERVICE_UNAVAILABLE, KafkaFailures.isOutage(failure)
				? "Kafka refuses this: " + KafkaFailures.reason(failure) + "." : "Kafka cannot be reached.");
	}

	private static ErrorResponseException refusal(HttpStatus status, String detail) {
		return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	/**
	 * The result of a replay: {@code applied} or {@code already applied}.
	 */
	record Replay(String outcome) {
	}

}
