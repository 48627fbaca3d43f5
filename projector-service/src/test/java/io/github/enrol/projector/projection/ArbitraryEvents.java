/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

import io.github.enrol.events.UserEvents;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Good, bad and unknown events in an order determined by a seed. The expected outcome of
 * each follows from how it was generated.
 */
final class ArbitraryEvents {

	private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	private static final String TYPE = "io.github.enrol.user-registered.v1";

	/** 1970-01-01 to 9999-12-31, in seconds. */
	private static final long SECONDS = 253_402_300_800L;

	private final Random random;

	private final int partitions;

	private final List<Supplier<Sample>> bad;

	private final List<Registered> registered = new ArrayList<>();

	private int number;

	ArbitraryEvents(long seed, int partitions) {
		this.random = new Random(seed);
		this.partitions = partitions;
		this.bad = List.of(() -> bad(key(), TYPE, "broken"), () -> bad(key(), TYPE, ""), () -> bad(key(), TYPE, null),
				() -> bad(key(), TYPE, "null"), () -> bad(key(), TYPE, "{}"), () -> bad(key(), TYPE, "[]"),
				() -> bad(key(), null, json(id(), "A", "a@b.example", time())),
				() -> bad(key(), "", json(id(), "A", "a@b.example", time())),
				() -> bad(key(), "\u0000", json(id(), "A", "a@b.example", time())),
				() -> bad(null, TYPE, json(id(), "A", "a@b.example", time())),
				() -> bad(key() + "k".repeat(255), TYPE, json(id(), "A", "a@b.example", time())),
				() -> bad(key(), TYPE, json(id().toLowerCase(Locale.ROOT), "A", "a@b.example", time())),
				() -> bad(key(), TYPE, json(id().substring(1), "A", "a@b.example", time())),
				() -> bad(key(), TYPE, json("", "A", "a@b.example", time())),
				() -> bad(key(), TYPE, json(id(), "n".repeat(101 + below(1000)), "a@b.example", time())),
				() -> bad(key(), TYPE, json(id(), "n" + " ".repeat(100), "a@b.example", time())),
				() -> bad(key(), TYPE, json(id(), "A", "e".repeat(255), time())),
				() -> bad(key(), TYPE, json(id(), "\\ud83d", "a@b.example", time())),
				() -> bad(key(), TYPE, json(id(), "A", "\\ude00", time())),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", "-0001-01-01T00:00:00Z")),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", "0000-00-00T00:00:00Z")),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", "1969-12-31T23:59:59.999Z")),
				() -> bad(key(), TYPE,
						json(id(), "A", "a@b.example", "+" + (10_000 + below(900_000_000)) + "-01-01T00:00:00Z")),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", "+1000000000-12-31T23:59:59.999999999Z")),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", "yesterday")),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", "")),
				() -> bad(key(), TYPE, unquoted("registered_at", "-" + "9".repeat(900))),
				() -> bad(key(), TYPE, unquoted("registered_at", "{}")),
				() -> bad(key(), TYPE, unquoted("username", "{\"a\":1}")),
				() -> bad(key(), TYPE, unquoted("email", "[[]]")), () -> bad(key(), TYPE, unquoted("user_id", "null")),
				() -> bad(key(), TYPE, unquoted("other", "[".repeat(100_000))),
				() -> bad(key(), TYPE, unquoted("other", "[".repeat(100_000) + "]".repeat(100_000))),
				() -> bad(key(), TYPE, json(id(), "A", "a@b.example", time()) + "{}"), this::secondOfKey,
				this::secondOfId);
	}

	/**
	 * Returns the next event. Every third one is bad, in rotating kinds.
	 */
	Sample next() {
		this.number++;
		if (this.number % 3 == 0) {
			return this.bad.get((this.number / 3) % this.bad.size()).get();
		}
		return (below(10) == 0) ? skipped() : good();
	}

	private Sample good() {
		Registered user = new Registered(id(), name(), "User" + this.number + "@Example.com", key(), time());
		this.registered.add(user);
		return new Sample(record(user.key(), TYPE, json(user.id(), escaped(user.name()), user.email(), user.time())),
				Verdict.PROJECTED, user);
	}

	private Sample skipped() {
		String value = (below(2) == 0) ? "garbage" : json(id(), "A", "a@b.example", time());
		return new Sample(record(key(), "io.github.enrol.user-renamed.v" + below(9), value), Verdict.SKIPPED, null);
	}

	private Sample bad(@Nullable String key, @Nullable String type, @Nullable String value) {
		return new Sample(record(key, type, value), Verdict.REJECTED, null);
	}

	private Sample secondOfKey() {
		Registered first = this.registered.get(below(this.registered.size()));
		return bad(first.key(), TYPE, json(id(), "Second", first.email(), time()));
	}

	private Sample secondOfId() {
		Registered first = this.registered.get(below(this.registered.size()));
		return bad(key(), TYPE, json(first.id(), "Second", first.email(), time()));
	}

	private ProducerRecord<String, byte[]> record(@Nullable String key, @Nullable String type, @Nullable String value) {
		ProducerRecord<String, byte[]> record = new ProducerRecord<>(UserEvents.TOPIC, below(this.partitions), key,
				(value != null) ? bytes(value) : null);
		if (type != null) {
			record.headers().add("ce_type", bytes(type));
		}
		for (String attribute : List.of("ce_specversion", "ce_id", "ce_source")) {
			record.headers().add(attribute, bytes("1.0"));
		}
		switch (below(4)) {
			case 0 -> record.headers().add("ce_commandoffset", bytes("-" + this.number));
			case 1 -> record.headers().add("ce_commandoffset", null);
			default -> record.headers().add("ce_commandoffset", bytes("" + this.number));
		}
		return record;
	}

	private String key() {
		return "user" + this.number + "@example.com";
	}

	private String id() {
		StringBuilder id = new StringBuilder().append(below(8));
		while (id.length() < 26) {
			id.append(ALPHABET.charAt(below(32)));
		}
		return id.toString();
	}

	/**
	 * Any code points except surrogates, up to the column's length.
	 */
	private String name() {
		StringBuilder name = new StringBuilder();
		for (int left = below(101); left > 0; left--) {
			int c = (below(3) == 0) ? below(Character.MAX_CODE_POINT + 1) : below(0x250);
			name.appendCodePoint((c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '?' : c);
		}
		return name.toString();
	}

	private String time() {
		return Instant.ofEpochSecond(this.random.nextLong(SECONDS), (below(2) == 0) ? below(1_000_000_000) : 0)
			.toString();
	}

	private static String json(String id, String name, String email, String time) {
		return "{\"user_id\":\"%s\",\"username\":\"%s\",\"email\":\"%s\",\"registered_at\":\"%s\",\"more\":[1]}"
			.formatted(id, name, email, time);
	}

	private String unquoted(String member, String value) {
		String json = json(id(), "A", "a@b.example", time());
		String replaced = json.replaceFirst("\"" + member + "\":\"[^\"]*\"", "\"" + member + "\":" + value);
		return replaced.equals(json) ? json.replace("}", ",\"" + member + "\":" + value + "}") : replaced;
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		text.chars().forEach((c) -> escaped.append("\\u%04x".formatted(c)));
		return escaped.toString();
	}

	private int below(int bound) {
		return this.random.nextInt(bound);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	enum Verdict {

		PROJECTED, REJECTED, SKIPPED

	}

	/**
	 * An event and its expected outcome.
	 *
	 * @param user the expected user in the read model, if the event is projected
	 */
	record Sample(ProducerRecord<String, byte[]> record, Verdict verdict, @Nullable Registered user) {
	}

	record Registered(String id, String name, String email, String key, String time) {
	}

}
