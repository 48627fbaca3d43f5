/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.streams.StateRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.topics.RestoreMark;
import io.github.enrol.kafka.topics.TopicFinding;
import io.github.enrol.kafka.topics.TopicReader;
import io.github.enrol.kafka.topics.TopicSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the topics with what the services need of them, as they do at their start.
 */
final class TopicCheck {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Admin admin;

	private final TopicReader kafka;

	private final String applicationId;

	private final PrintStream out;

	/**
	 * Creates the check.
	 * @param applicationId of Kafka Streams, which names the changelog and the group
	 */
	TopicCheck(Admin admin, String applicationId, PrintStream out) {
		this.admin = admin;
		this.kafka = new TopicReader(admin, TIMEOUT);
		this.applicationId = applicationId;
		this.out = out;
	}

	/**
	 * Prints each topic and its findings.
	 * @return whether the services would use all topics as they are
	 */
	boolean check() throws ExecutionException, InterruptedException, TimeoutException {
		TopicSpecs specs = TopicSpecs.of(this.admin, this.applicationId);
		List<TopicSpec> topics = specs.all();
		Map<String, TopicDescription> present = present(topics);
		for (TopicSpec topic : topics) {
			TopicDescription description = present.get(topic.name());
			this.out.println(topic.name() + ": "
					+ ((description != null) ? description.partitions().size() + " partitions" : "does not exist yet"));
		}
		TopicDescription commands = present.get(CommandRecords.COMMANDS_TOPIC);
		if (commands != null) {
			this.out.println("Commands to be decided: " + undecided(commands));
		}
		boolean usable = haveSamePartitions(present) & isRestored();
		for (TopicFinding finding : specs.findings(this.kafka, topics, present)) {
			boolean refused = finding.isRefused(Set.of());
			usable &= !refused;
			this.out.println(finding + (refused ? " Refused." : "") + remedy(finding));
		}
		return usable;
	}

	/** Says which command repairs it, after the sentence that says what is wrong. */
	static String remedy(TopicFinding finding) {
		return (finding.value() != null) ? " Set it by: topics --repair " + finding.name() : "";
	}

	/**
	 * Sets what a topic needs, as it would have been created.
	 * @param name of a finding that a setting can repair, such as
	 * {@code user-events/retention.ms}
	 */
	void repair(String name) throws ExecutionException, InterruptedException, TimeoutException {
		TopicSpecs specs = TopicSpecs.of(this.admin, this.applicationId);
		List<TopicSpec> topics = specs.all();
		TopicFinding finding = specs.findings(this.kafka, topics, present(topics))
			.stream()
			.filter((candidate) -> candidate.name().equals(name) && candidate.value() != null)
			.findFirst()
			.orElseThrow(() -> new RefusedException("Nothing of the name " + name + " needs repair."));
		this.kafka.alter(finding.topic(), List
			.of(new AlterConfigOp(new ConfigEntry(finding.setting(), finding.value()), AlterConfigOp.OpType.SET)));
		this.out.println(name + " was " + finding.found() + " and is set to " + finding.value() + ".");
	}

	private String changelog() {
		return StateRecords.topic(this.applicationId);
	}

	private Map<String, TopicDescription> present(List<TopicSpec> topics)
			throws ExecutionException, InterruptedException, TimeoutException {
		return this.kafka.descriptions(topics.stream().map(TopicSpec::name).toList());
	}

	private boolean haveSamePartitions(Map<String, TopicDescription> present) {
		Map<String, Integer> sizes = new HashMap<>();
		for (String topic : List.of(CommandRecords.COMMANDS_TOPIC, UserEvents.TOPIC, changelog())) {
			@Nullable TopicDescription description = present.get(topic);
			if (description != null) {
				sizes.put(topic, description.partitions().size());
			}
		}
		boolean same = Set.copyOf(sizes.values()).size() < 2;
		if (!same) {
			this.out.println("The topics " + String.join(", ", sizes.keySet())
					+ " must have the same number of partitions. Refused: see \"The number of partitions\""
					+ " in docs/operations.md.");
		}
		return same;
	}

	private boolean isRestored() throws ExecutionException, InterruptedException, TimeoutException {
		boolean marked = RestoreMark.isOn(this.kafka.configs(List.of(changelog())).get(changelog()));
		if (marked) {
			this.out.println("The topic " + changelog() + " is being restored, which has not ended. Refused: if no"
					+ " other command runs, run the same one again.");
		}
		return !marked;
	}

	private long undecided(TopicDescription commands) throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetAndMetadata> decided = this.admin.listConsumerGroupOffsets(this.applicationId)
			.partitionsToOffsetAndMetadata()
			.get();
		Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(commands, OffsetSpec.earliest());
		long undecided = 0;
		for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : offsets(commands, OffsetSpec.latest()).entrySet()) {
			OffsetAndMetadata next = decided.get(end.getKey());
			ListOffsetsResultInfo begin = begins.get(end.getKey());
			long first = (next != null) ? next.offset() : (begin != null) ? begin.offset() : 0;
			undecided += Math.max(0, end.getValue().offset() - first);
		}
		return undecided;
	}

	private Map<TopicPartition, ListOffsetsResultInfo> offsets(TopicDescription topic, OffsetSpec which)
			throws ExecutionException, InterruptedException {
		return this.admin
			.listOffsets(topic.partitions()
				.stream()
				.collect(Collectors.toMap((partition) -> new TopicPartition(topic.name(), partition.partition()),
						(partition) -> which)))
			.all()
			.get();
	}

}
