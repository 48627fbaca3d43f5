/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ImportedEventsTests {

	private static final int PARTITIONS = 3;

	private static final int SEEDS = 300;

	/** Of each partition any number, of which any that are replaced may be gone. */
	@Test
	void whatWasImportedIsFoundHoweverItIsCompacted() {
		for (long seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			List<LoggedEvent> file = file(random);
			int[] imported = random.ints(PARTITIONS, 0, 30).toArray();
			List<LoggedEvent> written = first(file, imported);
			List<LoggedEvent> compacted = compacted(written, random);
			ImportedEvents found = compare(compacted, file);
			found.requireSame(UserEvents.TOPIC);
			assertThat(found.counts()).as("seed %d", seed).isEqualTo(counts(written));
			assertThat(found.total()).isEqualTo(written.size());
		}
	}

	@Test
	void anEventThatWasNotImportedAndIsNotReplacedIsNoticed() {
		for (long seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			List<LoggedEvent> file = file(random);
			List<LoggedEvent> written = new ArrayList<>(file);
			LoggedEvent lacking = file.get(random.nextInt(file.size()));
			int last = last(written, lacking.key());
			int partition = ImportedEvents.partition(lacking, PARTITIONS);
			boolean followed = written.stream()
				.skip(last + 1)
				.anyMatch((event) -> ImportedEvents.partition(event, PARTITIONS) == partition);
			if (written.remove(last).data() != null && followed) {
				assertThatExceptionOfType(RefusedException.class).as("seed %d", seed)
					.isThrownBy(() -> compare(written, file).requireSame(UserEvents.TOPIC));
			}
		}
	}

	@Test
	void otherEventsAreNoticed() {
		List<LoggedEvent> file = file(new Random(1));
		List<LoggedEvent> swapped = new ArrayList<>(file);
		swapped.add(swapped.remove(0));
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> compare(swapped, file).requireSame(UserEvents.TOPIC));
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> compare(file, file.subList(0, file.size() - 1)).requireSame(UserEvents.TOPIC));
	}

	private static ImportedEvents compare(List<LoggedEvent> topic, List<LoggedEvent> file) {
		ImportedEvents found = new ImportedEvents(PARTITIONS);
		topic.forEach((event) -> found.add(record(event)));
		file.forEach(found::compare);
		return found;
	}

	/**
	 * Returns registrations and erasures of some addresses.
	 */
	private static List<LoggedEvent> file(Random random) {
		List<LoggedEvent> file = new ArrayList<>();
		Set<Integer> registered = new HashSet<>();
		for (int i = 0; i < 60; i++) {
			int user = random.nextInt(20);
			ProducerRecord<byte[], byte[]> event = registered.add(user) ? EventLog.registered(user, PARTITIONS, i)
					: EventLog.erased(user, PARTITIONS, i);
			if (event.value() == null) {
				registered.remove(user);
			}
			file.add(event(event).withoutPosition());
		}
		return file;
	}

	private static List<LoggedEvent> first(List<LoggedEvent> file, int[] counts) {
		int[] left = counts.clone();
		return file.stream().filter((event) -> left[ImportedEvents.partition(event, PARTITIONS)]-- > 0).toList();
	}

	/**
	 * Removes some of the events that a later one replaces.
	 */
	private static List<LoggedEvent> compacted(List<LoggedEvent> events, Random random) {
		List<LoggedEvent> compacted = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			if (last(events, events.get(i).key()) == i || random.nextBoolean()) {
				compacted.add(events.get(i));
			}
		}
		return compacted;
	}

	private static int last(List<LoggedEvent> events, String key) {
		return events.stream().map(LoggedEvent::key).toList().lastIndexOf(key);
	}

	private static long[] counts(List<LoggedEvent> events) {
		long[] counts = new long[PARTITIONS];
		events.forEach((event) -> counts[ImportedEvents.partition(event, PARTITIONS)]++);
		return counts;
	}

	private static LoggedEvent event(ProducerRecord<byte[], byte[]> record) {
		return LoggedEvent.of(record(record)).orElseThrow();
	}

	private static ConsumerRecord<byte[], byte[]> record(LoggedEvent event) {
		return record(event.record(UserEvents.TOPIC, ImportedEvents.partition(event, PARTITIONS)));
	}

	private static ConsumerRecord<byte[], byte[]> record(ProducerRecord<byte[], byte[]> record) {
		return new ConsumerRecord<>(record.topic(), record.partition(), 0, record.timestamp(),
				TimestampType.CREATE_TIME, ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE, record.key(),
				record.value(), record.headers(), Optional.empty());
	}

}
