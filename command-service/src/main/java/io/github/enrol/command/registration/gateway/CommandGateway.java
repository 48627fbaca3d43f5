/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import org.apache.kafka.clients.producer.ProducerConfig;
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

	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

	private static final Map<String, Object> BULK = Map.of(ProducerConfig.LINGER_MS_CONFIG, 5,
			ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");

	private final GatewayProperties properties;

	private final Map<String, Object> producerConfigs;

	private final Map<String, Object> consumerConfigs;

	private final KafkaReachability kafka;

	private final Semaphore places;

	private volatile @Nullable Connection connection;

	/** Guarded by this. */
	private boolean closed;

	public CommandGateway(GatewayProperties properties, Map<String, Object> producerConfigs,
			Map<String, Object> consumerConfigs, KafkaReachability kafka) {
		this.properties = properties;
		this.producerConfigs = producerConfigs;
		this.consumerConfigs = consumerConfigs;
		this.kafka = kafka;
		this.places = new Semaphore(properties.maxInFlight());
	}

	/**
	 * Has a command decided. Of several commands for one key, sent concurrently by any
	 * instances, one is accepted.
	 * @param key the normalised email address
	 * @return the outcome; fails with a {@link RegistrationUnavailableException} if the
	 * outcome stays unknown, after the configured reply timeout at the latest
	 */
	public CompletableFuture<RegistrationReply> register(String key, RegisterUser command) {
		Connection connection = reachable();
		if (connection == null) {
			return notSent(Reason.NOT_SENT);
		}
		if (!this.places.tryAcquire()) {
			return notSent(Reason.OVERLOADED);
		}
		return connection.single().send(key, command).whenComplete((reply, failure) -> this.places.release());
	}

	/**
	 * Like {@link #register}, for a command of an import, which limits its own waiting
	 * commands. Commands sent by one thread are decided in order, unless sending one of
	 * them fails.
	 */
	public CompletableFuture<RegistrationReply> registerInBulk(String key, RegisterUser command) {
		Connection connection = reachable();
		return (connection != null) ? connection.bulk().send(key, command) : notSent(Reason.NOT_SENT);
	}

	/**
	 * Delivers a reply to the request that waits for it, if that request is on this
	 * instance; see {@link LocalReplies}.
	 */
	public boolean handOver(byte[] correlationId, RegistrationReply reply) {
		Connection connection = this.connection;
		return connection != null && (connection.single().handOver(correlationId, reply)
				|| connection.bulk().handOver(correlationId, reply));
	}

	private @Nullable Connection reachable() {
		return this.kafka.isReachable() ? this.connection : null;
	}

	private static CompletableFuture<RegistrationReply> notSent(Reason reason) {
		return CompletableFuture.failedFuture(new RegistrationUnavailableException(reason, null));
	}

	/**
	 * Returns whether commands are sent now, rather than failing with
	 * {@link Reason#NOT_SENT}.
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

	public boolean isOpen() {
		return this.connection != null;
	}

	/**
	 * Starts reading replies and accepting commands. On failure nothing stays open.
	 * @param replyPartitions the number of partitions of {@code user-replies}
	 * @throws KafkaException if Kafka does not answer in time, or this is already closed
	 */
	public void open(int replyPartitions) throws InterruptedException {
		Connection opened = connection(replyPartitions);
		try {
			opened.start();
			use(opened);
		}
		catch (InterruptedException | RuntimeException ex) {
			opened.close();
			throw ex;
		}
	}

	private Connection connection(int replyPartitions) {
		int instance = this.properties.instanceId().hashCode();
		Map<String, Object> bulkConfigs = new HashMap<>(this.producerConfigs);
		bulkConfigs.putAll(BULK);
		CommandChannel single = channel("user-replies", this.producerConfigs, Math.floorMod(instance, replyPartitions));
		try {
			return new Connection(single,
					channel("user-replies-bulk", bulkConfigs, Math.floorMod(instance + 1, replyPartitions)));
		}
		catch (RuntimeException ex) {
			single.close();
			throw ex;
		}
	}

	private synchronized void use(Connection opened) {
		if (this.closed) {
			throw new KafkaException("closed");
		}
		this.connection = opened;
	}

	private CommandChannel channel(String name, Map<String, Object> producerConfigs, int replyPartition) {
		return new CommandChannel(name, producerConfigs, this.consumerConfigs, replyPartition,
				this.properties.replyTimeout());
	}

	/**
	 * Accepts no more commands and fails the waiting ones. Takes at most 2 s.
	 */
	public void close() {
		Connection opened;
		synchronized (this) {
			opened = this.connection;
			this.connection = null;
			this.closed = true;
		}
		if (opened != null) {
			opened.close();
		}
	}

	private record Connection(CommandChannel single, CommandChannel bulk) {

		void start() throws InterruptedException {
			this.single.start();
			this.bulk.start();
			if (!this.single.awaitOpen(OPEN_TIMEOUT) || !this.bulk.awaitOpen(OPEN_TIMEOUT)) {
				throw new KafkaException("the partitions of user-replies could not be read in time");
			}
		}

		void close() {
			this.single.close();
			this.bulk.close();
		}

	}

}
