/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.CommandRules;
import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.Timestamps;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command that will be decided, because it obeys the rules of the command-service.
 *
 * @param key its address, normalised
 * @param value its JSON
 */
record CommandJson(byte[] key, byte[] value) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * Checks a command, and adds what it lacks: an id made of its origin, so that a
	 * second replay is the same command; to a registration a new user id; the present
	 * time.
	 * @param origin the position of the record that is replayed
	 * @throws RefusedException with the reason if it would only become a dead letter
	 * again
	 */
	static CommandJson of(byte[] json, String origin, Instant now) {
		byte[] value = complete(json, origin, now);
		try {
			UserCommand command = CommandRecords.COMMAND_SERDE.deserializer()
				.deserialize(CommandRecords.COMMANDS_TOPIC, value);
			// Without a key there is a flaw.
			String key = EmailAddress.read(command.email(), (flaw) -> {
			}).map(EmailAddress::key).orElse("");
			String flaw = CommandRules.flaw(key, command, now);
			if (flaw != null) {
				throw refusal(flaw);
			}
			return new CommandJson(key.getBytes(StandardCharsets.UTF_8), value);
		}
		catch (SerializationException ex) {
			throw refusal(String.valueOf(ex.getMessage()));
		}
	}

	private static byte[] complete(byte[] json, String origin, Instant now) {
		ObjectNode command = object(json);
		if (command == null) {
			return json;
		}
		String time = Timestamps.format(now.truncatedTo(ChronoUnit.MILLIS));
		boolean complete = true;
		complete &= !putIfMissing(command, "command_id", origin);
		if (command.has("type")) {
			complete &= !putIfMissing(command, "erased_at", time);
		}
		else {
			complete &= !putIfMissing(command, "user_id", UlidCreator.getUlid().toString());
			complete &= !putIfMissing(command, "registered_at", time);
		}
		return complete ? json : MAPPER.writeValueAsBytes(command);
	}

	private static boolean putIfMissing(ObjectNode command, String property, String value) {
		if (command.hasNonNull(property)) {
			return false;
		}
		command.put(property, value);
		return true;
	}

	/**
	 * Anything else is left to the command-service's own reader, which says why not.
	 */
	private static @Nullable ObjectNode object(byte[] json) {
		try {
			JsonNode node = MAPPER.readTree(json);
			return (node instanceof ObjectNode object) ? object : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static RefusedException refusal(String flaw) {
		return new RefusedException("Nothing was written, because this command would become a dead letter again: "
				+ flaw + ". Give a corrected one by --value FILE.");
	}

}
