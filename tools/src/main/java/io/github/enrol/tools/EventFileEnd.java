/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.events.Timestamps;
import io.github.enrol.events.UserEvents;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last line of a file of events, itself a CloudEvent. A file without it is cut, and
 * one with another digest is damaged.
 *
 * @param events the number of events before it
 * @param digest SHA-256 of all lines before it, each with a line feed at its end, in
 * hexadecimal
 */
record EventFileEnd(long events, String digest) {

	static final String TYPE = "io.github.enrol.user-events-exported.v1";

	static boolean is(ObjectNode json) {
		return json.path("type").asString("").equals(TYPE);
	}

	static EventFileEnd of(ObjectNode json) {
		return new EventFileEnd(json.at("/data/events").asLong(-1), json.at("/data/sha256").asString(""));
	}

	byte[] json() {
		ObjectNode json = EventJson.newObject()
			.put("specversion", "1.0")
			.put("id", UlidCreator.getUlid().toString())
			.put("type", TYPE)
			.put("source", "/enrol/tools")
			.put("subject", UserEvents.TOPIC)
			.put("time", Timestamps.format(Instant.now().truncatedTo(ChronoUnit.MILLIS)))
			.put(LoggedEvent.CONTENT_TYPE, "application/json");
		json.putObject("data").put("events", this.events).put("sha256", this.digest);
		return EventJson.write(json);
	}

	static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	static void update(MessageDigest digest, byte[] line) {
		digest.update(line);
		digest.update("\n".getBytes(StandardCharsets.US_ASCII));
	}

}
