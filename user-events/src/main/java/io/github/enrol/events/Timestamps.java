/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * The format of registration times, wherever they are shown: RFC 3339 in UTC with three
 * fractional digits, always 24 characters ({@code 2026-11-23T20:54:07.400Z}). Readers
 * accept any number of fractional digits, including none, because older events and
 * commands have them.
 */
public final class Timestamps {

	/** The earliest time: Kafka has no negative timestamps. */
	public static final Instant MIN = Instant.EPOCH;

	/**
	 * The latest time: RFC 3339 and MySQL's {@code DATETIME} have four-digit years.
	 */
	public static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");

	private static final Instant END = MAX.plusMillis(1);

	private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder().appendInstant(3)
		.toFormatter(Locale.ROOT);

	private Timestamps() {
	}

	/**
	 * Returns whether a time can be published, stored and shown: from {@link #MIN} to the
	 * last nanosecond of the millisecond {@link #MAX}.
	 */
	public static boolean isInRange(Instant time) {
		return !time.isBefore(MIN) && time.isBefore(END);
	}

	/**
	 * Formats a time, truncated to milliseconds.
	 * @return 24 characters
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public static String format(Instant time) {
		if (!isInRange(time)) {
			throw new IllegalArgumentException("a time must be between " + MIN + " and " + MAX);
		}
		return FORMAT.format(time);
	}

	/**
	 * Makes Jackson write every {@link Instant} by {@link #format(Instant)}, and read
	 * none from a number, whose unit would be a guess.
	 */
	public static JacksonModule jacksonModule() {
		return new SimpleModule("enrol-timestamps").addSerializer(Instant.class, new InstantSerializer())
			.addDeserializer(Instant.class, new TextDeserializer());
	}

	private static final class InstantSerializer extends ValueSerializer<Instant> {

		@Override
		public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
			json.writeString(format(time));
		}

	}

	private static final class TextDeserializer extends ValueDeserializer<Instant> {

		@Override
		public Instant deserialize(JsonParser json, DeserializationContext context) {
			// Jackson takes a text without a T for a number, too.
			if (!json.hasToken(JsonToken.VALUE_STRING) || !json.getString().contains("T")) {
				throw context.wrongTokenException(json, Instant.class, JsonToken.VALUE_STRING, "no date and time");
			}
			return InstantDeserializer.INSTANT.deserialize(json, context);
		}

	}

}
