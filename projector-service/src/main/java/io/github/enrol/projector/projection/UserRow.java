/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import io.github.enrol.events.Timestamps;
import io.github.enrol.events.UserId;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A row of {@code users} and its event.
 * <p>
 * The checks cover only what can be stored and shown. The rules for names and addresses
 * belong to the write side and may change, while the log stays. So the record's key is
 * used as it is, even if today's rule would derive another one from the address.
 *
 * @param createdAt in UTC without a zone, so that no driver or session zone can shift it;
 * in whole milliseconds, so that no database rounds it
 */
record UserRow(ConsumerRecord<String, byte[]> record, String id, String name, String email, String emailKey,
		LocalDateTime createdAt) implements UserChange {

	/** Length of the column, in characters (Unicode code points). */
	private static final int NAME_LENGTH = 100;

	/** Length of both columns, in characters. */
	private static final int EMAIL_LENGTH = 254;

	/**
	 * Creates the row of an event.
	 * @throws SerializationException if the event has no valid row; the message quotes
	 * nothing
	 */
	static UserRow of(ConsumerRecord<String, byte[]> record, UserRegistered event) {
		require(record.key() != null, "the record has no key");
		return new UserRow(record, id("user_id", event.userId()), text("username", event.username(), NAME_LENGTH),
				text("email", event.email(), EMAIL_LENGTH), text("the record's key", record.key(), EMAIL_LENGTH),
				time("registered_at", event.registeredAt()));
	}

	static String id(String name, String id) {
		require(UserId.isCanonical(id), name + " is not a ULID in upper case");
		return id;
	}

	static LocalDateTime time(String name, Instant time) {
		require(Timestamps.isInRange(time), name + " is not within the years 1970 to 9999");
		return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
	}

	private static String text(String name, String text, int maxLength) {
		if (text.codePointCount(0, text.length()) > maxLength) {
			throw new SerializationException(name + " is longer than " + maxLength + " characters");
		}
		// The driver would replace lone surrogates by question marks.
		if (hasLoneSurrogate(text)) {
			throw new SerializationException(name + " has a surrogate that stands alone");
		}
		return text;
	}

	private static boolean hasLoneSurrogate(String text) {
		int codePoint;
		for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
			codePoint = text.codePointAt(i);
			if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
				return true;
			}
		}
		return false;
	}

	static void require(boolean condition, String flaw) {
		if (!condition) {
			throw new SerializationException(flaw);
		}
	}

}
