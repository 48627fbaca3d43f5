/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.Objects;

import io.github.enrol.http.database.DatabaseFailure;
import io.github.enrol.kafka.KafkaUnreachableException;
import io.github.enrol.projector.projection.ProjectionCursor.OtherLogException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;

import org.springframework.core.NestedExceptionUtils;

/**
 * Describes failures in one line, for the log and for operators.
 */
public final class FailureReason {

	private FailureReason() {
	}

	/**
	 * Describes the failure of a step that handles events or rows, without quoting them.
	 */
	public static String withoutContent(Throwable failure) {
		return DatabaseFailure.in(failure).map(DatabaseFailure::reason).orElseGet(() -> {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
			if (root instanceof OtherLogException) {
				return Objects.requireNonNull(root.getMessage());
			}
			boolean harmless = root instanceof KafkaException && !(root instanceof SerializationException);
			return harmless ? oneLine(root) : root.getClass().getName();
		});
	}

	/**
	 * Describes a failure for everybody: in words, without names of hosts or accounts.
	 */
	static String inWords(Throwable failure) {
		return DatabaseFailure.in(failure).map(DatabaseFailure::inWords).orElseGet(() -> {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
			if (root instanceof OtherLogException) {
				return "The read model is of another user-events than Kafka has.";
			}
			if (root instanceof AuthorizationException) {
				return "Kafka refuses rights that this service needs; the service's log says which.";
			}
			return (root instanceof KafkaUnreachableException) ? "Kafka cannot be reached, or refuses this service."
					: "Events are not projected; the service's log has the reason.";
		});
	}

	/**
	 * Describes the failure of a step that handles neither events nor rows.
	 */
	static String complete(Throwable failure) {
		return DatabaseFailure.in(failure).map(DatabaseFailure::message).orElseGet(() -> {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
			return (root != failure) ? oneLine(failure) + ": " + oneLine(root) : oneLine(root);
		});
	}

	/**
	 * Returns what tells one outage from another.
	 */
	static String kind(Throwable failure) {
		return DatabaseFailure.in(failure).map(DatabaseFailure::kind).orElseGet(() -> {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
			// Of rights, each that is missing is news.
			return root.getClass().getName() + ((root instanceof AuthorizationException) ? root.getMessage() : "");
		});
	}

	private static String oneLine(Throwable failure) {
		String message = Objects.requireNonNullElse(failure.getMessage(), "");
		return (failure.getClass().getSimpleName() + " " + message).strip().replaceAll("\\s+", " ");
	}

}
