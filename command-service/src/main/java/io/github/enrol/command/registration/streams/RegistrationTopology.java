/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.Optional;
import java.util.Set;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.LocalReplies;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The flow from commands to events and replies. A running system stores the names of
 * nodes and store on disk and in topics; a golden file pins them.
 */
public final class RegistrationTopology {

	public static final String STORE = "registrations";

	static final String COMMANDS_SOURCE = "user-commands-source";

	static final String PROCESSOR = "registration-processor";

	static final String EVENTS_SINK = "user-events-sink";

	static final String REPLIES_SINK = "user-replies-sink";

	private RegistrationTopology() {
	}

	/**
	 * Adds the nodes to an empty topology.
	 * @param actors creates the processor of each partition, with its store
	 */
	public static Topology addTo(Topology topology, ProcessorSupplier<byte[], byte[], String, Object> actors) {
		StringSerializer keySerializer = new StringSerializer();
		return topology
			.addSource(AutoOffsetReset.earliest(), COMMANDS_SOURCE, RegistrationTopology::timestamp,
					new ByteArrayDeserializer(), new ByteArrayDeserializer(), CommandRecords.COMMANDS_TOPIC)
			.addProcessor(PROCESSOR, actors, COMMANDS_SOURCE)
			.addSink(EVENTS_SINK, UserEvents.TOPIC, keySerializer, UserEvents.serde().serializer(), PROCESSOR)
			.addSink(REPLIES_SINK, CommandRecords.REPLIES_TOPIC, keySerializer, addressedReplySerializer(),
					addressedReplyPartitioner(), PROCESSOR);
	}

	/**
	 * The processor, with its store, of a topic with one partition.
	 */
	public static ProcessorSupplier<byte[], byte[], String, Object> processor(LocalReplies localReplies) {
		return processor(localReplies, RecordTraces.OFF);
	}

	static ProcessorSupplier<byte[], byte[], String, Object> processor(LocalReplies localReplies, RecordTraces traces) {
		return new RegistrationProcessor.Supplier(localReplies, new StreamThreadFailures(), () -> 1,
				new DecisionCounters(new SimpleMeterRegistry()), traces);
	}

	/**
	 * A record without a timestamp has -1, which by default would stop the thread. No
	 * command is as old as 0, so the record becomes a dead letter.
	 */
	private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
		return Math.max(0, record.timestamp());
	}

	private static Serializer<AddressedReply> addressedReplySerializer() {
		Serializer<RegistrationReply> serializer = CommandRecords.REPLY_SERDE.serializer();
		return (topic, addressed) -> serializer.serialize(topic, addressed.reply());
	}

	/**
	 * An invalid partition comes from a record that no instance wrote. No request waits
	 * for its reply, but the records behind it must be decided.
	 */
	private static StreamPartitioner<String, AddressedReply> addressedReplyPartitioner() {
		return (topic, key, addressed, partitions) -> Optional
			.of(Set.of(Math.floorMod(addressed.partition(), partitions)));
	}

	/**
	 * A reply and the partition that its requester reads.
	 */
	record AddressedReply(int partition, RegistrationReply reply) {
	}

}
