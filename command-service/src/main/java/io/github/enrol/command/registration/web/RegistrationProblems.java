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
	 * Returns why a registration or an erasure was refused.
	 * @param outcome neither {@link Outcome#REGISTERED} nor {@link Outcome#ERASED}
	 */
	public static Problem refused(Outcome outcome) {
		return switch (outcome) {
			case EMAIL_ALREADY_REGISTERED ->
				Problem.of(ProblemType.EMAIL_ALREADY_REGISTERED, "Another registration has this email address.");
			case IDEMPOTENCY_KEY_REUSED -> Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
					"This " + IdempotencyKey.HEADER
							+ " has registered this email address before, with another user name or"
							+ " another spelling of the address. With another address it would be a new registration.");
			case USER_NOT_FOUND -> Problem.of(ProblemType.USER_NOT_FOUND,
					"No user has this email address and this id. If an earlier try of this erasure got no answer, it has"
							+ " taken place.");
			case REGISTERED, ERASED -> throw new IllegalArgumentException("this is no refusal");
		};
	}

	/**
	 * Returns why an outcome is unknown, and how to find it out.
	 * @param failure of the gateway
	 * @param key for the retry
	 * @throws CompletionException for any other failure
	 */
	public static Problem unavailable(Throwable failure, IdempotencyKey key) {
		RegistrationUnavailableException unavailable = cause(failure);
		String what = switch (unavailable.reason()) {
			case OVERLOADED ->
				"Too many registrations are waiting. This try was not sent; the outcome of an earlier one is unknown.";
			case NOT_SENT ->
				"Registrations cannot be decided now. This try was not sent; the outcome of an earlier one is unknown.";
			case NO_REPLY -> "The outcome of the registration is unknown: it may have taken place.";
		};
		return Problem
			.of(type(unavailable),
					what + " It is safe to send the same request again with this " + IdempotencyKey.HEADER + ".")
			.with("idempotency_key", key.value())
			.withHeader(IdempotencyKey.HEADER, key.quoted())
			.retryAfter(RETRY_AFTER);
	}

	/**
	 * Returns why the outcome of an erasure is unknown, and how to find it out.
	 * @param failure as in {@link #unavailable}
	 */
	static Problem erasureUnavailable(Throwable failure) {
		RegistrationUnavailableException unavailable = cause(failure);
		String what = (unavailable.reason() == Reason.NO_REPLY)
				? "The outcome of the erasure is unknown: it may have taken place."
				: "Erasures cannot be decided now. This try was not sent; the outcome of an earlier one is unknown.";
		return Problem.of(type(unavailable), what
				+ " It is safe to send the same request again: a 404 then says that an earlier try has erased the user.")
			.retryAfter(RETRY_AFTER);
	}

	private static RegistrationUnavailableException cause(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (!(cause instanceof RegistrationUnavailableException unavailable)) {
			throw new CompletionException(cause);
		}
		return unavailable;
	}

	private static ProblemType type(RegistrationUnavailableException unavailable) {
		return (unavailable.reason() == Reason.OVERLOADED) ? ProblemType.OVERLOADED : ProblemType.OUTCOME_UNKNOWN;
	}

}
