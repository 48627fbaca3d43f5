/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.http.problems.Problem;

/**
 * A line of an import whose result is pending.
 */
sealed interface ImportLine {

	/**
	 * The line number in the request, from 1, counting blank lines.
	 */
	long number();

	/**
	 * A line that is not a valid registration.
	 */
	record Invalid(long number, Problem problem) implements ImportLine {
	}

	/**
	 * A line that became a command. The reading thread creates it and hands it over to
	 * the writing thread.
	 */
	final class Sent implements ImportLine {

		private final CommandGateway gateway;

		private final long number;

		private final String address;

		private final IdempotencyKey key;

		private final RegisterUser command;

		private final long deadline;

		private CompletableFuture<RegistrationReply> reply;

		/**
		 * Sends the line for the first time.
		 * @param timeout how long it may be resent
		 */
		Sent(CommandGateway gateway, long number, RegistrationRequest request, IdempotencyKey key, Duration timeout) {
			this.gateway = gateway;
			this.number = number;
			this.address = request.email().key();
			this.key = key;
			this.command = request.command(key);
			this.deadline = System.nanoTime() + timeout.toNanos();
			this.reply = gateway.registerInBulk(this.address, this.command);
		}

		void sendAgain() {
			this.reply = this.gateway.registerInBulk(this.address, this.command);
		}

		@Override
		public long number() {
			return this.number;
		}

		IdempotencyKey key() {
			return this.key;
		}

		CompletableFuture<RegistrationReply> reply() {
			return this.reply;
		}

		boolean isOverdue() {
			return System.nanoTime() - this.deadline > 0;
		}

		/**
		 * Returns whether an earlier command registered the user of the reply.
		 */
		boolean isRepetition(RegistrationReply reply) {
			return !this.command.userId().equals(reply.userId());
		}

	}

}
