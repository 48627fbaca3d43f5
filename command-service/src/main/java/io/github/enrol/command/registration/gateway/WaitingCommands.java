/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Sent commands that wait for their reply, with one common timeout. A periodic scan finds
 * expired ones: a timer per command would cost more than the command and keep it in
 * memory long after its reply.
 */
final class WaitingCommands implements AutoCloseable {

	/** How late an expired command may be found. */
	private static final Duration EXPIRY_INTERVAL = Duration.ofMillis(50);

	/** Prefix of all correlation ids of this object, and of no others. */
	private final long id = new SecureRandom().nextLong();

	private final AtomicLong numbers = new AtomicLong();

	private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

	private final Duration timeout;

	private final RepeatingTask expiry;

	/**
	 * Starts the scan for expired commands.
	 * @param name of the scanning thread
	 */
	WaitingCommands(String name, Duration timeout) {
		this.timeout = timeout;
		this.expiry = new RepeatingTask(name, EXPIRY_INTERVAL, this::expire);
	}

	Waiting add() {
		Waiting command = new Waiting(this.numbers.incrementAndGet(), System.nanoTime() + this.timeout.toNanos(),
				new CompletableFuture<>());
		this.waiting.put(command.number, command);
		return command;
	}

	/**
	 * Returns the correlation id of the command's reply, unique across processes.
	 */
	byte[] correlationId(Waiting command) {
		return ByteBuffer.allocate(CommandRecords.CORRELATION_ID_LENGTH)
			.putLong(this.id)
			.putLong(command.number)
			.array();
	}

	/**
	 * Completes the command that waits for this reply, unless it has expired.
	 * @param reply read only if it belongs to this channel
	 * @return whether it belongs to a command of this channel
	 */
	boolean complete(byte[] correlationId, Supplier<RegistrationReply> reply) {
		ByteBuffer numbers = ByteBuffer.wrap(correlationId);
		if (correlationId.length != CommandRecords.CORRELATION_ID_LENGTH || numbers.getLong() != this.id) {
			return false;
		}
		Waiting command = this.waiting.remove(numbers.getLong());
		if (command != null) {
			try {
				command.reply.complete(reply.get());
			}
			catch (SerializationException ex) {
				command.fail(Reason.NO_REPLY, ex);
			}
		}
		return true;
	}

	/**
	 * Fails the command, unless it has its reply.
	 * @param cause null if no reply came in time
	 */
	void fail(Waiting command, Reason reason, @Nullable Exception cause) {
		if (this.waiting.remove(command.number, command)) {
			command.fail(reason, cause);
		}
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	private void expire() {
		long now = System.nanoTime();
		this.waiting.values()
			.stream()
			.filter((command) -> now - command.deadline >= 0)
			.forEach((command) -> fail(command, Reason.NO_REPLY, null));
	}

	@Override
	public void close() {
		this.expiry.close();
		this.waiting.values().forEach((command) -> fail(command, Reason.NO_REPLY, null));
	}

	/**
	 * A waiting command.
	 *
	 * @param deadline of {@link System#nanoTime()}
	 */
	record Waiting(long number, long deadline, CompletableFuture<RegistrationReply> reply) {

		private void fail(Reason reason, @Nullable Exception cause) {
			this.reply.completeExceptionally(new RegistrationUnavailableException(reason, cause));
		}

	}

}
