/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.deadletters.Letter;
import io.github.enrol.tools.TopicRecords.Range;

/**
 * Lists dead letters without content, each with what {@code replay} needs.
 */
final class DeadLetterList {

	private final TopicRecords records;

	private final PrintStream out;

	private long count;

	DeadLetterList(KafkaClients kafka, PrintStream out) {
		this.records = new TopicRecords(kafka);
		this.out = out;
	}

	void print() {
		for (String topic : List.of(Letter.COMMANDS_TOPIC, UserEvents.DEAD_LETTER_TOPIC)) {
			this.count = 0;
			try {
				this.records.read(Range.all(topic), (batch) -> {
					batch.stream().map(Letter::of).flatMap(Optional::stream).forEach(this::print);
					return !this.out.checkError();
				});
				this.out.printf("%s: %d%n", topic, this.count);
			}
			catch (RefusedException ex) {
				this.out.printf("%s: no such topic yet%n", topic);
			}
		}
	}

	private void print(Letter letter) {
		this.count++;
		String type = letter.type().substring(letter.type().lastIndexOf('.') + 1);
		// Other messages may quote the record.
		String reason = (letter.reason() != null) ? letter.reason() : type;
		this.out.printf("%s %d %d  %s  from %s %d %d: %s%n", letter.topic(), letter.partition(), letter.offset(),
				letter.timestamp(), RecordFormat.printable(letter.originalTopic()), letter.originalPartition(),
				letter.originalOffset(), RecordFormat.printable(reason));
	}

}
