/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.IntSupplier;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.Registration;
import io.github.enrol.command.registration.RegistrationDecider;
import io.github.enrol.command.registration.RegistrationDecision;
import io.github.enrol.command.registration.RegistrationDecision.Erased;
import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.LocalReplies;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.streams.RegistrationTopology.AddressedReply;
import io.github.enrol.command.registration.streams.StreamThreadFailures.PartitionProgress;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.kafka.tracing.RecordSpan;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.opentelemetry.context.Scope;
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
 * The actors of all email addresses of a partition: commands for one address, from any
 * instance, are processed one after the other. Reads the state, has the
 * {@link RegistrationDecider} decide, and writes the state, the event and the reply in
 * one transaction with the command's offset. The reply to a request of this process is
 * delivered directly instead (ADR 14). What the {@link CommandReader} refuses is a dead
 * letter.
 * <p>
 * The caller gets the reply before that transaction commits (ADR 1); events are visible
 * only afterwards.
 */
final class RegistrationProcessor implements Processor<byte[], byte[], String, Object> {

	private final LocalReplies localReplies;

	private final StreamThreadFailures failures;

	private final CommandReader commands;

	private final DecisionCounters counters;

	private final RecordTraces traces;

	@SuppressWarnings("NullAway.Init")
	private ProcessorContext<String, Object> context;

	@SuppressWarnings("NullAway.Init")
	private KeyValueStore<String, Registration> registrations;

	@SuppressWarnings("NullAway.Init")
	private PartitionProgress progress;

	private RegistrationProcessor(Supplier supplier) {
		this.localReplies = supplier.localReplies;
		this.failures = supplier.failures;
		this.commands = new CommandReader(supplier.partitions);
		this.counters = supplier.counters;
		this.traces = supplier.traces;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.context = context;
		this.registrations = context.getStateStore(RegistrationTopology.STORE);
		this.progress = this.failures.of(context.taskId().partition());
	}

	@Override
	public void process(Record<byte[], byte[]> record) {
		RecordMetadata position = position();
		this.progress.begin(position.offset());
		RecordSpan span = this.traces.process(position.topic(), position.partition(), position.offset(),
				record.headers());
		try (Scope scope = span.open()) {
			process(this.commands.read(record, position.partition()), span);
			span.end();
		}
		catch (RuntimeException ex) {
			span.fail(ex);
			throw ex;
		}
	}

	private void process(Record<String, UserCommand> command, RecordSpan span) {
		Registration state = this.registrations.get(command.key());
		RegistrationDecision decision = decide(command, state);
		span.outcome(this.counters.count(decision));
		RegistrationReply reply = decision.fold((accepted) -> registered(record(command, accepted.event(), span)),
				(erased) -> erase(command, erased, span), (repeated) -> registered(repeated.first()),
				(rejected) -> rejected(rejected.reason()));
		reply(command, reply);
	}

	private static RegistrationDecision decide(Record<String, UserCommand> command, @Nullable Registration state) {
		try {
			return RegistrationDecider.decide(command.value(), state);
		}
		catch (RuntimeException ex) {
			throw UndecidableCommandException.of(ex);
		}
	}

	private Registration record(Record<String, UserCommand> command, UserRegistered event, RecordSpan span) {
		Registration next = RegistrationDecider.evolve(event, (RegisterUser) command.value(), position().offset());
		this.registrations.put(command.key(), next);
		publish(command.key(), event, next.version(), span);
		return next;
	}

	private RegistrationReply erase(Record<String, UserCommand> command, Erased erased, RecordSpan span) {
		this.registrations.delete(command.key());
		publish(command.key(), erased.event(), erased.version(), span);
		return new RegistrationReply(Outcome.ERASED, erased.event().userId(), position().partition(),
				position().offset());
	}

	private void publish(String key, UserEvent event, long version, RecordSpan span) {
		// Fresh headers: the command's own are internal to the instances.
		Headers headers = new RecordHeaders();
		CloudEventHeaders.commandOffset(headers, position().offset());
		CloudEventHeaders.sequence(headers, version);
		String traceparent = span.traceparent();
		if (traceparent != null) {
			CloudEventHeaders.traceparent(headers, traceparent);
		}
		this.context.forward(new Record<>(key, event, event.occurredAt().toEpochMilli(), headers),
				RegistrationTopology.EVENTS_SINK);
	}

	private RegistrationReply registered(Registration registration) {
		return new RegistrationReply(Outcome.REGISTERED, registration.userId(), position().partition(),
				registration.commandOffset());
	}

	private RegistrationReply rejected(RegistrationDecision.Reason reason) {
		return new RegistrationReply(Outcome.valueOf(reason.name()), null, position().partition(), position().offset());
	}

	/**
	 * A command without a waiting request, such as one replayed from the dead-letter
	 * topic, is decided like any other.
	 */
	private void reply(Record<String, UserCommand> command, RegistrationReply reply) {
		byte[] correlationId = header(command, KafkaHeaders.CORRELATION_ID, CommandRecords.CORRELATION_ID_LENGTH);
		byte[] partition = header(command, KafkaHeaders.REPLY_PARTITION, Integer.BYTES);
		if (correlationId == null || partition == null || this.localReplies.handOver(correlationId, reply)) {
			return;
		}
		Headers headers = new RecordHeaders().add(KafkaHeaders.CORRELATION_ID, correlationId);
		int replyPartition = ByteBuffer.wrap(partition).getInt();
		this.context.forward(
				new Record<>(command.key(), new AddressedReply(replyPartition, reply), command.timestamp(), headers),
				RegistrationTopology.REPLIES_SINK);
	}

	/**
	 * Returns the header if it has the length that this service writes.
	 */
	private static byte @Nullable [] header(Record<?, ?> command, String name, int length) {
		Header header = command.headers().lastHeader(name);
		return (header != null && header.value() != null && header.value().length == length) ? header.value() : null;
	}

	private RecordMetadata position() {
		return this.context.recordMetadata()
			.orElseThrow(() -> new IllegalStateException("a command comes from a topic"));
	}

	/**
	 * Provides the store as well, so that processor and store are connected in one place.
	 *
	 * @param partitions the number of partitions of {@code user-commands}, known once the
	 * topology is running
	 */
	record Supplier(LocalReplies localReplies, StreamThreadFailures failures, IntSupplier partitions,
			DecisionCounters counters,
			RecordTraces traces) implements ProcessorSupplier<byte[], byte[], String, Object> {

		@Override
		public Processor<byte[], byte[], String, Object> get() {
			return new RegistrationProcessor(this);
		}

		@Override
		public Set<StoreBuilder<?>> stores() {
			return Set.of(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(RegistrationTopology.STORE),
					Serdes.String(), StateRecords.SERDE));
		}

	}

}
