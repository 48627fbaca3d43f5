/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.enrol.events.RecordJson;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces addresses and names, equal ones alike and different ones by different ones, by
 * keyed hashes. Nobody can compute them again, because the key is forgotten. Ids and
 * times are kept, so whoever has the original can still tell who is who.
 */
final class Pseudonyms {

	/** Whatever else there is may tell something about the person. */
	private static final List<String> KEPT = List.of("specversion", "id", "type", "source", "subject", "time",
			"dataschema", LoggedEvent.CONTENT_TYPE, "sequence");

	private static final UserEventDeserializer EVENTS = new UserEventDeserializer();

	private static final int HALF = 16;

	private final Mac mac;

	Pseudonyms() {
		byte[] key = new byte[2 * HALF];
		new SecureRandom().nextBytes(key);
		try {
			this.mac = Mac.getInstance("HmacSHA256");
			this.mac.init(new SecretKeySpec(key, this.mac.getAlgorithm()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has HmacSHA256", ex);
		}
	}

	/**
	 * Returns the event with pseudonyms.
	 * @return empty if nobody knows what its data is
	 */
	Optional<LoggedEvent> replace(LoggedEvent event) {
		Map<String, String> attributes = new LinkedHashMap<>(event.attributes());
		attributes.keySet().retainAll(KEPT);
		String address = address(event.key());
		byte @Nullable [] data = event.data();
		if (data == null) {
			return Optional.of(new LoggedEvent(address, attributes, null));
		}
		return registered(event, data).map((registered) -> new LoggedEvent(address, attributes,
				RecordJson.write(new UserRegistered(registered.userId(), "User " + hash("name", registered.username()),
						address, registered.registeredAt()))));
	}

	private static Optional<UserRegistered> registered(LoggedEvent event, byte[] data) {
		try {
			UserEvent read = EVENTS.deserialize(UserEvents.TOPIC, event.record(UserEvents.TOPIC, 0).headers(), data);
			return (read instanceof UserRegistered registered) ? Optional.of(registered) : Optional.empty();
		}
		catch (SerializationException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Nobody receives mail at such an address (RFC 2606).
	 */
	private String address(String address) {
		return hash("address", address) + "@example.invalid";
	}

	private String hash(String kind, String text) {
		byte[] hash = this.mac.doFinal((kind + '\0' + text).getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(hash, 0, HALF);
	}

}
