/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.LocalDateTime;

import io.github.enrol.events.UserErased;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A user to be removed, and the event.
 *
 * @param erasedAt as in {@link UserRow}
 */
record ErasedUser(ConsumerRecord<String, byte[]> record, String id, String emailKey,
		LocalDateTime erasedAt) implements UserChange {

	/**
	 * Creates the removal of an event.
	 * @throws org.apache.kafka.common.errors.SerializationException if the event names no
	 * user; the message quotes nothing
	 */
	static ErasedUser of(ConsumerRecord<String, byte[]> record, UserErased event) {
		UserRow.require(record.key() != null, "the record has no key");
		return new ErasedUser(record, UserRow.id("ce_subject", event.userId()), record.key(),
				UserRow.time("ce_time", event.erasedAt()));
	}

}
