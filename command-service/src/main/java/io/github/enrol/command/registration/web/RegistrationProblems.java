/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

/**
 * The problems of registrations that were refused or whose outcome is unknown.
 */
public final class RegistrationProblems {

	static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private RegistrationProblems() {
	}

	/**
	 * Returns why a registration was refused.
	 * @param outcome any but {@link Outcome#REGISTERED}
	 */
	public static Problem refused(Outcome outcome) {
		return switch (outcome) {
			case EMAIL_ALREADY_REGISTERED ->
				Problem.of(ProblemType.EMAIL_ALREADY_REGISTERED, "Another registration has this email address.");
			case IDEMPOTENCY_KEY_REUSED -> Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
					"This " + IdempotencyKey.HEADER
							+ " has registered this email address before, with another user name or"
							+ " another spelling of the address. With another address it would be a new registration.");
			case REGISTERED -> throw new IllegalArgumentException("this is no refusal");
		};
	}

	/**
	 * Returns why an outcome is unknown, and how to find it out.
	 * @param failure of the gateway
	 * @param key for the retry
	 * @throws CompletionException for any other failure
	 */
	public static Problem unavailable(Throwable failure, IdempotencyKey key) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (!(cause instanceof RegistrationUnavailableException unavailable)) {
			throw new CompletionException(cause);
		}
		String what = switch (unavailable.reason()) {
			case OVERLOADED ->
				"Too many registrations are waiting. This try was not sent; the outcome of an earlier one is unknown.";
			case NOT_SENT ->
				"Registrations cannot be decided now. This try was not sent; the outcome of an earlier one is unknown.";
			case NO_REPLY -> "The outcome of the registration is unknown: it may have taken place.";
		};
		ProblemType type = (unavailable.reason() == Reason.OVERLOADED) ? ProblemType.OVERLOADED
				: ProblemType.OUTCOME_UNKNOWN;
		return Problem
			.of(type, what + " It is safe to send the same request again with this " + IdempotencyKey.HEADER + ".")
			.with("idempotency_key", key.value())
			.withHeader(IdempotencyKey.HEADER, key.quoted())
			.retryAfter(RETRY_AFTER);
	}

}
