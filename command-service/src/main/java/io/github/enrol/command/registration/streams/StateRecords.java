/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.Registration;
import io.github.enrol.command.registration.RegistrationDecider;
import io.github.enrol.command.registration.gateway.JsonSerde;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The records of the changelog, which hold the state of all addresses: their topic, their
 * format, and how they follow from the events (ADR 22). Independent of Kafka Streams, so
 * that a tool can write them.
 */
public final class StateRecords {

	public static final JsonSerde<Registration> SERDE = new JsonSerde<>(Registration.class);

	private static final UserEventDeserializer EVENTS = new UserEventDeserializer();

	private static final long FIRST_VERSION = 1;

	/** Of an event that answers no command of this cluster. */
	private static final long NO_OFFSET = -1;

	private StateRecords() {
	}

	/**
	 * Returns the name that Kafka Streams gives the changelog of the store.
	 */
	public static String topic(String applicationId) {
		return applicationId + "-" + RegistrationTopology.STORE + "-changelog";
	}

	/**
	 * Returns the record with the state of an address after an event. Restored from all
	 * events, in their order, the state of each address is what its last one says.
	 * @param topic the changelog
	 * @return in the event's partition; without a value if the user was erased
	 * @throws io.github.enrol.events.UnknownEventTypeException if only a later version
	 * knows what the event means
	 * @throws SerializationException if the record is no event, so that no
	 * command-service wrote it; the message has no content
	 */
	public static ProducerRecord<byte[], byte[]> after(ConsumerRecord<byte[], byte[]> event, String topic) {
		if (event.key() == null) {
			throw new SerializationException("the key is missing");
		}
		UserEvent read = EVENTS.deserialize(event.topic(), event.headers(), event.value());
		byte @Nullable [] state = (read instanceof UserRegistered registered) ? state(registered, event.headers())
				: null;
		return new ProducerRecord<>(topic, event.partition(), event.timestamp(), event.key(), state);
	}

	private static byte[] state(UserRegistered event, Headers headers) {
		Registration state = RegistrationDecider.restore(event,
				CloudEventHeaders.sequence(headers).orElse(FIRST_VERSION),
				CloudEventHeaders.commandOffset(headers).orElse(NO_OFFSET));
		return SERDE.serializer().serialize(UserEvents.TOPIC, state);
	}

}
