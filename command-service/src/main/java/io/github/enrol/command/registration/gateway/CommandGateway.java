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
 * The way of a request to its actor and back. A command carries the partition of
 * {@code user-replies} that this instance reads and a correlation id that no other
 * request has, so a reply reaches the request that asked, and no other (ADR 3). If the
 * actor is in this process, its reply comes without Kafka (ADR 14).
 * <p>
 * Commands of imports have a way of their own: they are sent in larger batches, and
 * neither they nor their replies stand before those of somebody who waits for one (ADR
 * 12).
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

	public CommandGateway(GatewayProperties properties, Map<String, Object> producerConfigs,
			Map<String, Object> consumerConfigs, KafkaReachability kafka) {
		this.properties = properties;
		this.producerConfigs = producerConfigs;
		this.consumerConfigs = consumerConfigs;
		this.kafka = kafka;
		this.places = new Semaphore(properties.maxInFlight());
	}

	/**
	 * Has the command decided. Of several commands for one key, sent at the same time by
	 * whichever instances, one is accepted.
	 * @param key the normalised email address
	 * @return the outcome; or a {@link RegistrationUnavailableException} if it cannot be
	 * told, at the latest after the configured time
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
	 * The same for a command of an import, which bounds by itself how many of them wait.
	 * Those that are sent by one thread are decided in that order, unless sending one
	 * fails.
	 */
	public CompletableFuture<RegistrationReply> registerInBulk(String key, RegisterUser command) {
		Connection connection = reachable();
		return (connection != null) ? connection.bulk().send(key, command) : notSent(Reason.NOT_SENT);
	}

	/**
	 * Hands a reply over to the request that waits for it, if that came to this instance;
	 * see {@link LocalReplies}.
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
	 * Whether commands are sent now; if not, they are answered that they are not.
	 */
	public boolean isReachable() {
		return reachable() != null;
	}

	/**
	 * How many requests wait for their outcome; not those of imports.
	 */
	public int inFlight() {
		return this.properties.maxInFlight() - this.places.availablePermits();
	}

	public boolean isOpen() {
		return this.connection != null;
	}

	/**
	 * Starts to read replies and to take commands.
	 * @param replyPartitions the number of partitions of {@code user-replies}
	 */
	public void open(int replyPartitions) throws InterruptedException {
		int instance = this.properties.instanceId().hashCode();
		Map<String, Object> bulkConfigs = new HashMap<>(this.producerConfigs);
		bulkConfigs.putAll(BULK);
		Connection opened = new Connection(
				channel("user-replies", this.producerConfigs, Math.floorMod(instance, replyPartitions)),
				channel("user-replies-bulk", bulkConfigs, Math.floorMod(instance + 1, replyPartitions)));
		if (!opened.single().awaitOpen(OPEN_TIMEOUT) || !opened.bulk().awaitOpen(OPEN_TIMEOUT)) {
			opened.close();
			throw new KafkaException("the partitions of user-replies could not be read in time");
		}
		this.connection = opened;
	}

	private CommandChannel channel(String name, Map<String, Object> producerConfigs, int replyPartition) {
		return new CommandChannel(name, producerConfigs, this.consumerConfigs, replyPartition,
				this.properties.replyTimeout());
	}

	public void close() {
		Connection opened = this.connection;
		this.connection = null;
		if (opened != null) {
			opened.close();
		}
	}

	private record Connection(CommandChannel single, CommandChannel bulk) {

		void close() {
			this.single.close();
			this.bulk.close();
		}

	}

}
