/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.Counter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sets aside a record that cannot be decided because of its content (ADR 15): unchanged,
 * with the reason in its headers, in the transaction that passes it over. Any other
 * failure stops the thread, and the command is decided again.
 */
public final class CommandDeadLetters implements ProcessingExceptionHandler {

	/** A {@link Counter} of dead letters. */
	static final String COUNTER_CONFIG = "registration.dead.letters.counter";

	/**
	 * A compressed record may decompress to more than a producer may send. Of a larger
	 * one only the position is kept.
	 */
	static final int MAX_SIZE = 512 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(CommandDeadLetters.class);

	/** Header prefix of Kafka Streams' own dead letters (KIP-1034). */
	private static final String HEADERS = "__streams.errors.";

	private @Nullable Counter counter;

	@Override
	public void configure(Map<String, ?> configs) {
		this.counter = (Counter) configs.get(COUNTER_CONFIG);
	}

	@Override
	public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
		return (exception instanceof UndecidableCommandException undecidable)
				? Response.resume(List.of(letter(context, undecidable))) : Response.fail();
	}

	private ProducerRecord<byte[], byte[]> letter(ErrorHandlerContext context, UndecidableCommandException exception) {
		String reason = String.valueOf(exception.getMessage());
		LoggingEventBuilder line = logger.atWarn()
			.addKeyValue("topic", context.topic())
			.addKeyValue("partition", context.partition())
			.addKeyValue("offset", context.offset());
		RecordTraces.traceId(context.headers()).ifPresent((id) -> line.addKeyValue("traceId", id));
		line.log("The record at offset {} of partition {} of {} cannot be decided and is a dead letter: {}",
				context.offset(), context.partition(), context.topic(), reason);
		if (this.counter != null) {
			this.counter.increment();
		}
		int size = size(context);
		ProducerRecord<byte[], byte[]> letter = (size > MAX_SIZE) ? letter(context, null, null)
				: letter(context, context.sourceRawKey(), context.sourceRawValue());
		if (size <= MAX_SIZE) {
			context.headers().forEach(letter.headers()::add);
		}
		else {
			reason += "; the record is too large to be kept here: " + size + " bytes";
		}
		add(letter.headers(), "exception", exception.getClass().getName());
		add(letter.headers(), "message", reason);
		add(letter.headers(), "topic", context.topic());
		add(letter.headers(), "partition", Integer.toString(context.partition()));
		add(letter.headers(), "offset", Long.toString(context.offset()));
		return letter;
	}

	private static ProducerRecord<byte[], byte[]> letter(ErrorHandlerContext context, byte @Nullable [] key,
			byte @Nullable [] value) {
		// A record without a timestamp has -1, which no producer accepts.
		@Nullable Long timestamp = (context.timestamp() >= 0) ? context.timestamp() : null;
		return new ProducerRecord<>(RegistrationTopics.COMMANDS_DEAD_LETTER, null, timestamp, key, value);
	}

	private static int size(ErrorHandlerContext context) {
		int size = length(context.sourceRawKey()) + length(context.sourceRawValue());
		for (Header header : context.headers()) {
			// Each header also has two length fields.
			size += header.key().length() * 3 + length(header.value()) + 2 * Integer.BYTES;
		}
		return size;
	}

	private static int length(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes.length : 0;
	}

	private static void add(Headers headers, String name, String value) {
		headers.add(HEADERS + name, value.getBytes(StandardCharsets.UTF_8));
	}

}
