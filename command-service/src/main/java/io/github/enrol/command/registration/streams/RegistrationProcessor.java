/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.LocalReplies;
import java.nio.ByteBuffer;
import java.util.Set;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.Registration;
import io.github.enrol.command.registration.RegistrationDecider;
import io.github.enrol.command.registration.RegistrationDecision;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.streams.RegistrationTopology.AddressedReply;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * The actor of each email address of a partition: commands for one address come one after
 * the other, whoever sent them. It reads the state, has the {@link RegistrationDecider}
 * decide, and writes the state, the event and the reply, all in one transaction with the
 * offset of the command. A reply to a request of this process is handed over instead (ADR
 * 14).
 * <p>
 * The caller has the reply before that transaction commits (ADR 1); events are read when
 * it has.
 */
final class RegistrationProcessor implements Processor<String, RegisterUser, String, Object> {

	private final LocalReplies localReplies;

	@SuppressWarnings("NullAway.Init")
	private ProcessorContext<String, Object> context;

	@SuppressWarnings("NullAway.Init")
	private KeyValueStore<String, Registration> registrations;

	RegistrationProcessor(LocalReplies localReplies) {
		this.localReplies = localReplies;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.context = context;
		this.registrations = context.getStateStore(RegistrationTopology.STORE);
	}

	@Override
	public void process(Record<String, RegisterUser> command) {
		Registration state = this.registrations.get(command.key());
		RegistrationDecision decision = RegistrationDecider.decide(command.value(), state);
		RegistrationReply reply = decision.fold((accepted) -> registered(record(command, state, accepted.event())),
				(repeated) -> registered(repeated.first()), (rejected) -> rejected(rejected.reason()));
		reply(command, reply);
	}

	private Registration record(Record<String, RegisterUser> command, @Nullable Registration state,
			UserRegistered event) {
		long commandOffset = position().offset();
		Registration next = RegistrationDecider.evolve(state, command.value(), commandOffset, event);
		this.registrations.put(command.key(), next);
		// Headers of their own: those of the command are between the instances.
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, commandOffset);
		this.context.forward(new Record<>(command.key(), event, event.occurredAt().toEpochMilli(), headers),
				RegistrationTopology.EVENTS_SINK);
		return next;
	}

	private RegistrationReply registered(Registration registration) {
		return new RegistrationReply(Outcome.REGISTERED, registration.userId(), position().partition(),
				registration.commandOffset());
	}

	private RegistrationReply rejected(RegistrationDecision.Reason reason) {
		return new RegistrationReply(Outcome.valueOf(reason.name()), null, position().partition(), position().offset());
	}

	/**
	 * A command that nobody waits for, such as one replayed from the dead-letter topic,
	 * is decided like any other.
	 */
	private void reply(Record<String, RegisterUser> command, RegistrationReply reply) {
		Header correlation = command.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
		Header partition = command.headers().lastHeader(KafkaHeaders.REPLY_PARTITION);
		if (correlation == null || correlation.value() == null || partition == null || partition.value() == null
				|| partition.value().length != Integer.BYTES
				|| this.localReplies.handOver(correlation.value(), reply)) {
			return;
		}
		Headers headers = new RecordHeaders(new Header[] { correlation });
		int replyPartition = ByteBuffer.wrap(partition.value()).getInt();
		this.context.forward(
				new Record<>(command.key(), new AddressedReply(replyPartition, reply), command.timestamp(), headers),
				RegistrationTopology.REPLIES_SINK);
	}

	private RecordMetadata position() {
		return this.context.recordMetadata()
			.orElseThrow(() -> new IllegalStateException("a command comes from a topic"));
	}

	/**
	 * Brings the store along, so that processor and store are connected in one place.
	 */
	static final class Supplier implements ProcessorSupplier<String, RegisterUser, String, Object> {

		private final LocalReplies localReplies;

		Supplier(LocalReplies localReplies) {
			this.localReplies = localReplies;
		}

		@Override
		public Processor<String, RegisterUser, String, Object> get() {
			return new RegistrationProcessor(this.localReplies);
		}

		@Override
		public Set<StoreBuilder<?>> stores() {
			return Set.of(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(RegistrationTopology.STORE),
					Serdes.String(), RegistrationTopology.STATE_SERDE));
		}

	}

}
