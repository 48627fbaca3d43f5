/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/**
 * A user was erased. Its record is a tombstone: it has no value, so that compaction
 * removes whatever the log holds under the address, and in the end the tombstone itself
 * (ADR 21). All that it says is in its headers.
 *
 * @param userId the user's ULID, 26 characters
 * @param erasedAt when the request was accepted, in whole milliseconds (see
 * {@link Timestamps})
 */
public record UserErased(String userId, Instant erasedAt) implements UserEvent {

	public UserErased {
		Objects.requireNonNull(userId, "the header ce_subject is missing");
		Objects.requireNonNull(erasedAt, "the header ce_time is missing");
	}

	/**
	 * A user is erased once.
	 */
	@Override
	public String eventId() {
		return this.userId + ".erased";
	}

	@Override
	public Instant occurredAt() {
		return this.erasedAt;
	}

	/**
	 * Reads a tombstone.
	 * @throws SerializationException if the headers are incomplete
	 */
	static UserErased read(Headers headers) {
		try {
			return new UserErased(EventReader.attribute(headers, CloudEventHeaders.SUBJECT),
					Instant.parse(EventReader.attribute(headers, CloudEventHeaders.TIME)));
		}
		catch (DateTimeException ex) {
			throw new SerializationException("the header ce_time is not a time");
		}
	}

}
