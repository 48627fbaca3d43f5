/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import java.util.List;
import java.util.concurrent.ExecutionException;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvents;
import io.github.enrol.http.status.ServiceStatus;
import io.github.enrol.http.status.StatusContributor;
import io.github.enrol.projector.projection.Rejected;
import io.github.enrol.projector.projection.Rejections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Keeps events that cannot be applied in {@code user-events.dlt}: the record unchanged,
 * with its reason and its position in headers. Counts them and logs them without content.
 */
final class DeadLetters implements Rejections, StatusContributor {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

	private final DeadLetterTopic topic;

	private final DeadLetterPublishingRecoverer publisher;

	private final Counter rejected;

	private final Counter skipped;

	DeadLetters(KafkaOperations<?, ?> kafka, DeadLetterTopic topic, MeterRegistry meters) {
		this.topic = topic;
		this.publisher = new Publisher(kafka);
		this.publisher.excludeHeader(HeadersToAdd.EX_STACKTRACE);
		this.publisher.setLogRecoveryRecord(false);
		this.rejected = Counter.builder("projection.dead.letters")
			.description("Events that could not be applied")
			.register(meters);
		this.skipped = Counter.builder("projection.events.skipped")
			.description("Events of a type that is not projected")
			.register(meters);
	}

	@Override
	public void prepare() {
		this.topic.ensure();
	}

	/**
	 * Returns once all letters are written.
	 * @throws KafkaException if one is not written
	 */
	@Override
	public void keep(List<Rejected> rejected) {
		rejected.forEach((letter) -> this.publisher.accept(letter.record(), letter.reason()));
	}

	@Override
	public void count(List<Rejected> rejected, int skipped) {
		this.skipped.increment(skipped);
		this.rejected.increment(rejected.size());
		for (Rejected letter : rejected) {
			ConsumerRecord<?, ?> record = letter.record();
			// A database message quotes the row.
			String reason = (letter.reason() instanceof SerializationException) ? letter.reason().getMessage()
					: letter.reason().getClass().getSimpleName();
			LoggingEventBuilder line = logger.atWarn()
				.addKeyValue("topic", record.topic())
				.addKeyValue("partition", record.partition())
				.addKeyValue("offset", record.offset());
			CloudEventHeaders.userId(record.headers()).ifPresent((id) -> line.addKeyValue("user.id", id));
			line.log("The event at {}-{}@{} cannot be applied and went to {}: {}", record.topic(), record.partition(),
					record.offset(), UserEvents.DEAD_LETTER_TOPIC, reason);
		}
	}

	/**
	 * Adds what has been passed over.
	 */
	@Override
	public void contribute(ServiceStatus.Builder status) {
		status.counter("dead_letters", this.rejected.count()).counter("skipped", this.skipped.count());
	}

	/**
	 * Builds letters as Spring Kafka does, and sends them with the reason of the given
	 * failure.
	 */
	private static final class Publisher extends DeadLetterPublishingRecoverer {

		Publisher(KafkaOperations<?, ?> kafka) {
			// Any partition: the topic may have fewer than user-events.
			super(kafka, (record, exception) -> new TopicPartition(UserEvents.DEAD_LETTER_TOPIC, -1));
		}

		@Override
		protected void publish(ProducerRecord<Object, Object> letter, KafkaOperations<Object, Object> kafka,
				ConsumerRecord<?, ?> event) {
			try {
				send(letter, kafka);
			}
			catch (KafkaException ex) {
				if (!(NestedExceptionUtils.getMostSpecificCause(ex) instanceof RecordTooLargeException)) {
					throw ex;
				}
				send(withoutContent(letter), kafka);
			}
		}

		private static void send(ProducerRecord<Object, Object> letter, KafkaOperations<Object, Object> kafka) {
			try {
				kafka.send(letter).get();
			}
			catch (ExecutionException ex) {
				throw new KafkaException("A dead letter cannot be written", ex.getCause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new KafkaException("A dead letter cannot be written", ex);
			}
		}

		/**
		 * An event that just fitted into its own topic may not fit here with the reason
		 * added. It stays in its topic, and the letter holds its position.
		 */
		private static ProducerRecord<Object, Object> withoutContent(ProducerRecord<Object, Object> letter) {
			Headers headers = new RecordHeaders();
			for (Header header : letter.headers()) {
				if (header.key().startsWith("kafka_dlt-")) {
					headers.add(header);
				}
			}
			return new ProducerRecord<>(letter.topic(), null, null, null, null, headers);
		}

	}

}
