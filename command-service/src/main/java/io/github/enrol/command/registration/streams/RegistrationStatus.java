/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.GatewayProperties;
import io.github.enrol.http.status.ServiceStatus;
import io.github.enrol.http.status.ServiceStatus.Latency;
import io.github.enrol.http.status.StatusContributor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.search.Search;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;

import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.stereotype.Component;

/**
 * What the write side does on this instance, and which instance decides the commands of
 * which partition.
 */
@Component
final class RegistrationStatus implements StatusContributor {

	/** Outcomes that become an event. */
	private static final Set<String> EVENTS = Set.of("registered", "erased");

	private final String instance;

	private final MeterRegistry meters;

	private final StreamsState state;

	private final StreamsBuilderFactoryBean streams;

	RegistrationStatus(GatewayProperties properties, MeterRegistry meters, StreamsState state,
			StreamsBuilderFactoryBean streams) {
		this.instance = properties.instanceId();
		this.meters = meters;
		this.state = state;
		this.streams = streams;
	}

	/**
	 * Returns how the other instances name one, if its id has the form of an address.
	 */
	static Optional<String> address(String instanceId) {
		boolean address = Utils.getHost(instanceId) != null && Utils.getPort(instanceId) != null;
		return address ? Optional.of(instanceId) : Optional.empty();
	}

	@Override
	public void contribute(ServiceStatus.Builder status) {
		status.instance(this.instance)
			.counter("commands", count(this.meters.find("registration.commands")))
			.counter("events", count(this.meters.find("registration.commands").tag("outcome", EVENTS::contains)))
			.counter("dead_letters", count(this.meters.find("registration.dead.letters")))
			.streams(this.state.state().name());
		ValueAtPercentile[] values = this.meters.get("registration.latency").timer().takeSnapshot().percentileValues();
		if (values.length == 3 && values[0].value() > 0) {
			status.latency(new Latency(millis(values[0]), millis(values[1]), millis(values[2])));
		}
		KafkaStreams running = this.streams.getKafkaStreams();
		if (running != null && this.state.state().isRunningOrRebalancing()) {
			addPartitions(running, status);
		}
	}

	private static double count(Search counters) {
		return counters.counters().stream().mapToDouble(Counter::count).sum();
	}

	private static double millis(ValueAtPercentile value) {
		return Math.round(value.value(TimeUnit.MICROSECONDS)) / 1000.0;
	}

	private static void addPartitions(KafkaStreams streams, ServiceStatus.Builder status) {
		Map<Integer, Long> own = new HashMap<>();
		streams.metadataForLocalThreads()
			.forEach((thread) -> thread.activeTasks()
				.forEach((task) -> task.topicPartitions()
					.forEach((partition) -> own.put(partition.partition(), lag(task, partition)))));
		status.partitions(own);
		streams.metadataForAllStreamsClients()
			.forEach((client) -> client.topicPartitions()
				.stream()
				.filter((partition) -> partition.topic().equals(CommandRecords.COMMANDS_TOPIC)
						&& !own.containsKey(partition.partition()))
				.forEach((partition) -> status.partition(partition.partition(), client.host() + ":" + client.port())));
	}

	/**
	 * Without a committed or an end offset, nothing has been read yet.
	 */
	private static long lag(TaskMetadata task, TopicPartition partition) {
		long committed = task.committedOffsets().getOrDefault(partition, 0L);
		return Math.max(0, task.endOffsets().getOrDefault(partition, committed) - Math.max(committed, 0));
	}

}
