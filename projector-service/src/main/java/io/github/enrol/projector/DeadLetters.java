/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.util.List;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.UserProjection.Rejected;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Events that cannot be applied: kept as they are in {@code user-events.dlt}, with the
 * reason and where they came from in headers, counted, and reported without content.
 */
final class DeadLetters implements UserProjection.Rejections {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

	private final DeadLetterPublishingRecoverer publisher;

	private final Counter counter;

	DeadLetters(KafkaOperations<?, ?> kafka, MeterRegistry meters) {
		// Any partition will do, since the topic may have fewer than user-events.
		this.publisher = new DeadLetterPublishingRecoverer(kafka,
				(record, exception) -> new TopicPartition(UserEvents.DEAD_LETTER_TOPIC, -1));
		this.publisher.excludeHeader(HeadersToAdd.EX_STACKTRACE);
		this.publisher.setLogRecoveryRecord(false);
		this.counter = Counter.builder("projection.dead.letters")
			.description("Events that could not be applied")
			.register(meters);
	}

	/**
	 * Returns when all of them are written.
	 * @throws org.springframework.kafka.KafkaException if one is not
	 */
	@Override
	public void keep(List<Rejected> rejected) {
		rejected.forEach((letter) -> this.publisher.accept(letter.record(), letter.reason()));
	}

	@Override
	public void count(List<Rejected> rejected) {
		this.counter.increment(rejected.size());
		for (Rejected letter : rejected) {
			ConsumerRecord<?, ?> record = letter.record();
			// A database's message quotes the row.
			String reason = (letter.reason() instanceof SerializationException) ? letter.reason().getMessage()
					: letter.reason().getClass().getSimpleName();
			logger.warn("The event at {}-{}@{} cannot be applied and went to {}: {}", record.topic(),
					record.partition(), record.offset(), UserEvents.DEAD_LETTER_TOPIC, reason);
		}
	}

}
