/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.tools.TopicRecords.Range;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a file to the topics of an empty cluster, and restores the
 * registered addresses from them. If it is interrupted and done again, it goes on where
 * it was, and writes no event twice.
 */
final class EventImport {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** As of the command-service. */
	private static final int DEFAULT_PARTITIONS = 12;

	private static final int PROGRESS = 100_000;

	private final KafkaClients kafka;

	private final TopicReader topics;

	private final TopicSpecs specs;

	private final CommandServices services;

	private final RegistrationsRestore restore;

	private final PrintStream progress;

	private long written;

	EventImport(KafkaClients kafka, Admin admin, TopicSpecs specs, PrintStream progress) {
		this.kafka = kafka;
		this.topics = new TopicReader(admin, TIMEOUT);
		this.specs = specs;
		this.services = new CommandServices(admin, specs.applicationId());
		this.restore = new RegistrationsRestore(kafka, admin, specs, this.services);
		this.progress = progress;
	}

	/**
	 * Imports a file.
	 * @param wanted the number of partitions of topics that do not exist; null for the
	 * default
	 * @return what was done, in some sentences
	 * @throws RefusedException if nothing was done
	 */
	String run(Path path, @Nullable Integer wanted) throws ExecutionException, InterruptedException, TimeoutException {
		this.services.requireStopped();
		EventFileReader file = new EventFileReader(path);
		Map<String, TopicDescription> present = this.topics.descriptions(this.specs.partitionedAlike());
		int partitions = partitions(present, wanted);
		ImportedEvents before = new ImportedEvents(partitions);
		long events;
		try (TransactionalWriter writer = new TransactionalWriter(this.kafka)) {
			// After what the writer ends.
			events = compare(file, before, present.containsKey(UserEvents.TOPIC));
			if (before.total() == events && this.restore.isComplete()) {
				return "All " + events + " events of this file were imported before, and nothing was written.";
			}
			requireUnused(present);
			this.restore.requireKeeping();
			create(present.keySet(), partitions);
			this.restore.begin(partitions);
			write(file, before.counts(), writer, events);
		}
		return this.written + " events were imported into " + partitions + " partitions"
				+ ((before.total() > 0) ? ", after " + before.total() + " that were imported before. " : ". ")
				+ this.restore.complete();
	}

	private int partitions(Map<String, TopicDescription> present, @Nullable Integer wanted) {
		Set<Integer> sizes = present.values()
			.stream()
			.map((topic) -> topic.partitions().size())
			.collect(Collectors.toSet());
		if (wanted != null) {
			sizes.add(wanted);
		}
		if (sizes.size() > 1) {
			throw new RefusedException("The topics " + String.join(", ", present.keySet()) + " exist, and have not all "
					+ ((wanted != null) ? wanted : "the same number of") + " partitions.");
		}
		return sizes.stream().findFirst().orElse(DEFAULT_PARTITIONS);
	}

	private long compare(EventFileReader file, ImportedEvents before, boolean present) {
		if (present) {
			new TopicRecords(this.kafka).read(Range.all(UserEvents.TOPIC), (records) -> {
				records.forEach(before::add);
				return true;
			});
		}
		long events = file.read(before::compare);
		before.requireSame(UserEvents.TOPIC);
		return events;
	}

	/**
	 * Commands may have been decided, by what the changelog had then.
	 */
	private void requireUnused(Map<String, TopicDescription> present)
			throws ExecutionException, InterruptedException, TimeoutException {
		TopicDescription commands = present.get(CommandRecords.COMMANDS_TOPIC);
		boolean decided = commands != null && this.topics.hasRecords(commands);
		if (decided || this.restore.isComplete()) {
			throw new RefusedException(
					"The topic " + (decided ? CommandRecords.COMMANDS_TOPIC : this.specs.changelog().name())
							+ " holds records. Events are imported into a cluster in which nobody has registered.");
		}
	}

	private void create(Set<String> present, int partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		this.topics.create(List.of(this.specs.commands(), this.specs.events())
			.stream()
			.filter((topic) -> !present.contains(topic.name()))
			.toList(), partitions);
		this.topics.await(List.of(CommandRecords.COMMANDS_TOPIC, UserEvents.TOPIC), this.topics::descriptions);
	}

	private void write(EventFileReader file, long[] imported, TransactionalWriter writer, long events) {
		file.read((event) -> {
			int partition = ImportedEvents.partition(event, imported.length);
			if (imported[partition] > 0) {
				imported[partition]--;
				return;
			}
			writer.write(event.withoutPosition().record(UserEvents.TOPIC, partition));
			this.written++;
			if (this.written % PROGRESS == 0) {
				this.progress.println(this.written + " of " + events + " events");
			}
		});
		writer.commit();
	}

}
