/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

import io.github.enrol.events.UserEvents;
import io.github.enrol.tools.TopicRecords.Range;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Copies the committed events, up to the present end of {@code user-events}. Those of an
 * address stay in their order, because those of a partition do.
 */
final class EventExport {

	private final TopicRecords records;

	private final Function<LoggedEvent, Optional<LoggedEvent>> copy;

	private long written;

	private long leftOut;

	/**
	 * Creates the export.
	 * @param copy what is written in place of an event, if anything
	 */
	EventExport(KafkaClients kafka, Function<LoggedEvent, Optional<LoggedEvent>> copy) {
		this.records = new TopicRecords(kafka);
		this.copy = copy;
	}

	void write(OutputStream out) throws IOException {
		EventFileWriter file = new EventFileWriter(out);
		try {
			this.records.read(Range.all(UserEvents.TOPIC), (batch) -> {
				batch.forEach((record) -> write(record, file));
				return true;
			});
			this.written = file.end();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private void write(ConsumerRecord<byte[], byte[]> record, EventFileWriter file) {
		LoggedEvent event = LoggedEvent.of(record).flatMap(this.copy).orElse(null);
		try {
			if (event != null) {
				file.write(event);
			}
			else {
				this.leftOut++;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what was done, in a sentence or two.
	 */
	String summary() {
		return this.written + " events were exported."
				+ ((this.leftOut > 0) ? " " + this.leftOut + " records are left out, which are no known events." : "");
	}

}
