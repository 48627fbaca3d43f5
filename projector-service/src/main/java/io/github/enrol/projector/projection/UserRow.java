package io.github.enrol.projector.projection;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A row of {@code users}, and the event that it is made from.
 *
 * @param createdAt in UTC, and without a zone, so that no zone of a driver or a session
 * can shift it
 */
record UserRow(ConsumerRecord<String, byte[]> record, String id, String name, String email, String emailKey,
		LocalDateTime createdAt) {

	/**
	 * Makes the row of an event.
	 * @throws SerializationException if there is none
	 */
	static UserRow of(ConsumerRecord<String, byte[]> record, UserRegistered event) {
		if (record.key() == null) {
			throw new SerializationException("the record has no key");
		}
		return new UserRow(record, event.userId(), event.username(), event.email(), record.key(),
				LocalDateTime.ofInstant(event.registeredAt(), ZoneOffset.UTC));
	}

}
