/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.nio.ByteBuffer;

import io.github.enrol.command.registration.CommandRules;
import io.github.enrol.command.registration.RegistrationDecider;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The versions of the rules by which commands are decided: of the {@link CommandRules}
 * and the {@link RegistrationDecider} with all that they use. A command names its
 * version, so that every build decides it alike, or not at all (ADR 24).
 */
public final class DecisionRules {

	/** That of a command that names none. */
	public static final int FIRST = 1;

	private static final String HEADER = "rules-version";

	private DecisionRules() {
	}

	/**
	 * Returns the newest version that this build knows. It knows all before.
	 */
	public static int newest() {
		return FIRST;
	}

	/**
	 * Has a command decided by a version of the rules.
	 * @param headers of the command
	 */
	public static void demand(Headers headers, int version) {
		if (version != FIRST) {
			headers.add(HEADER, ByteBuffer.allocate(Integer.BYTES).putInt(version).array());
		}
	}

	/**
	 * Returns the version by which a command is to be decided.
	 * @throws SerializationException if there can be no such version
	 */
	public static int version(Headers headers) {
		Header header = headers.lastHeader(HEADER);
		if (header == null) {
			return FIRST;
		}
		int version = (header.value() != null && header.value().length == Integer.BYTES)
				? ByteBuffer.wrap(header.value()).getInt() : 0;
		if (version < FIRST) {
			throw new SerializationException("the header " + HEADER + " must be a positive number of four bytes");
		}
		return version;
	}

	/**
	 * Refuses a command that only a newer build can decide.
	 * @param headers of the command
	 * @throws SerializationException as {@link #version} does
	 */
	public static void requireKnown(Headers headers) {
		int version = version(headers);
		if (version > newest()) {
			throw new UnknownRulesException(version);
		}
	}

}
