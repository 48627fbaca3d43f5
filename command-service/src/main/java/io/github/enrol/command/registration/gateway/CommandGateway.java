/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.KafkaException;

/**
 * Sends commands to their actors and returns the replies. Each command carries the
 * partition of {@code user-replies} that this instance reads, and a unique correlation
 * id, so a reply reaches exactly the request that it answers (ADR 3). An actor in the
 * same process replies without Kafka (ADR 14).
 * <p>
 * Imports have their own channel: its batches are larger, and single registrations queue
 * neither behind its commands nor behind its replies (ADR 12).
 */
public final class CommandGateway {

	private static final Duration WAIT_INTERVAL = Duration.ofMillis(50);

	private final GatewayProperties properties;

	private final Map<String, Object> producerConfigs;

	private final Map<String, Object> consumerConfigs;

	private final KafkaReachability kafka;

	private final CommandPartitions partitions;

	private final GatewayMeters meters;

	private final RecordTraces traces;

	private final Semaphore places;

	private volatile @Nullable CommandChannels channels;

	/** Guarded by this. */
	private boolean closed;

	public CommandGateway(GatewayProperties properties, Map<String, Object> producerConfigs,
			Map<String, Object> consumerConfigs, KafkaReachability kafka, CommandPartitions partitions,
			MeterRegistry meters, RecordTraces traces) {
		this.properties = properties;
		this.producerConfigs = producerConfigs;
		this.consumerConfigs = consumerConfigs;
		this.kafka = kafka;
		this.partitions = partitions;
		this.meters = new GatewayMeters(meters);
		this.traces = traces;
		this.places = new Semaphore(properties.maxInFlight());
		Gauge.builder("registration.in.flight", this, CommandGateway::inFlight)
			.description("Registrations that wait for their outcome")
			.register(meters);
		Gauge.builder("registration.in.flight.limit", properties, GatewayProperties::maxInFlight)
			.description("How many may wait at once")
			.register(meters);
	}

	/**
	 * Has a command decided. Of several commands for one key, sent concurrently by any
	 * instances, one is accepted.
	 * @param key the normalised email address
	 * @return the outcome; fails with a {@link RegistrationUnavailableException} if the
	 * outcome stays unknown, after the configured reply timeout at the latest
	 */
	public CompletableFuture<RegistrationReply> decide(String key, UserCommand command) {
		return inTurn((channels) -> send(channels.single()::send, key, command));
	}

	/**
	 * Has a command decided, and does not say how.
	 * @return completes once the command is in the log, and fails like {@link #decide}
	 */
	public CompletableFuture<Void> submit(String key, UserCommand command) {
		return inTurn((channels) -> send(channels.single()::submit, key, command));
	}

	private <T> CompletableFuture<T> inTurn(Function<CommandChannels, CompletableFuture<T>> send) {
		CommandChannels channels = reachable();
		if (channels == null || !this.places.tryAcquire()) {
			Reason reason = (channels == null) ? Reason.NOT_SENT : Reason.OVERLOADED;
			this.meters.unavailable(reason);
			return notSent(reason);
		}
		long start = System.nanoTime();
		return send.apply(channels).whenComplete((result, failure) -> {
			this.places.release();
			this.meters.ended(start, failure);
		});
	}

	/**
	 * Like {@link #decide}, for a command of an import, which limits its own waiting
	 * commands. Commands sent by one thread are decided in order, unless sending one of
	 * them fails.
	 */
	public CompletableFuture<RegistrationReply> registerInBulk(String key, RegisterUser command) {
		CommandChannels channels = reachable();
		return (channels != null) ? send(channels.bulk()::send, key, command) : notSent(Reason.NOT_SENT);
	}

	private <T> CompletableFuture<T> send(Sending<T> sending, String key, UserCommand command) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		int partition = this.partitions.of(bytes);
		return this.partitions.admits(partition) ? sending.send(partition, bytes, command) : notSent(Reason.NOT_SENT);
	}

	/**
	 * Delivers a reply to the request that waits for it, if that request is on this
	 * instance; see {@link LocalReplies}.
	 */
	public boolean handOver(byte[] correlationId, RegistrationReply reply) {
		CommandChannels channels = this.channels;
		return channels != null
				&& (channels.single().handOver(correlationId, reply) || channels.bulk().handOver(correlationId, reply));
	}

	private @Nullable CommandChannels reachable() {
		return (this.kafka.isReachable() && this.partitions.writable() > 0) ? this.channels : null;
	}

	private static <T> CompletableFuture<T> notSent(Reason reason) {
		return CompletableFuture.failedFuture(new RegistrationUnavailableException(reason, null));
	}

	/**
	 * Returns whether commands are sent now, at least to some partitions, rather than
	 * failing with {@link Reason#NOT_SENT}.
	 */
	public boolean isReachable() {
		return reachable() != null;
	}

	/**
	 * Returns the number of requests that wait for their outcome, without those of
	 * imports.
	 */
	public int inFlight() {
		return this.properties.maxInFlight() - this.places.availablePermits();
	}

	boolean isOpen() {
		return this.channels != null;
	}

	/**
	 * Starts reading replies and accepting commands, once the number of their partitions
	 * is known. On failure nothing stays open.
	 * @param replyPartitions the number of partitions of {@code user-replies}
	 * @throws KafkaException if Kafka does not answer in time, or this is already closed
	 */
	public void open(int replyPartitions) throws InterruptedException {
		CommandChannels opened = CommandChannels.create(this.properties, this.producerConfigs, this.consumerConfigs,
				this.partitions, replyPartitions, this.traces);
		try {
			opened.open();
			use(opened);
		}
		catch (InterruptedException | RuntimeException ex) {
			opened.close();
			throw ex;
		}
	}

	private synchronized void use(CommandChannels opened) {
		if (this.closed) {
			throw new KafkaException("closed");
		}
		this.channels = opened;
	}

	/**
	 * Returns when no command waits for its outcome, which is after the reply timeout at
	 * the latest if none is accepted any more.
	 */
	public void awaitOutcomes() throws InterruptedException {
		CommandChannels opened = this.channels;
		while (opened != null && opened.areWaiting()) {
			Thread.sleep(WAIT_INTERVAL.toMillis());
		}
	}

	/**
	 * Accepts no more commands and fails the waiting ones. Takes at most 2 s.
	 */
	public void close() {
		CommandChannels opened;
		synchronized (this) {
			opened = this.channels;
			this.channels = null;
			this.closed = true;
		}
		if (opened != null) {
			opened.close();
		}
	}

	private interface Sending<T> {

		CompletableFuture<T> send(int partition, byte[] key, UserCommand command);

	}

}
