/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.command.registration.CommandRules;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.http.problems.Problem;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that the HTTP edge accepts is a command that the processor decides: it would
 * not be answered otherwise.
 */
class AcceptedRequestsTests {

	private static final int REQUESTS = 20_000;

	private static final List<String> PIECES = List.of("a", "Z", "9", ".", "-", "_", "+", "@", " ", "\u00A0", "\u3000",
			"\t", "\u200B", "\u200D", "\u00AD", "\uFEFF", "ß", "ẞ", "ς", "Σ", "İ", "ı", "é", "e\u0301", "ü", "Ａ", "ａ",
			"。", "．", "＠", "\u0301", "ﬁ", "あ", "א", "ب", "1\u06F1", "\u2066", "\u2069", "\u202E", "😀", "👩\u200D💻",
			"xn--bcher-kva", "bücher", "·", "l·l", "\uE000", "\u0378");

	private final JsonMapper json = JsonMapper.shared();

	private final Random random = new Random(16);

	@Test
	void areCommandsThatCanBeDecided() {
		int accepted = 0;
		for (int i = 0; i < REQUESTS; i++) {
			byte[] body = this.json.writeValueAsString(Map.of("username", text(0, 6), "email", address()))
				.getBytes(StandardCharsets.UTF_8);
			try {
				RegistrationRequest request = RegistrationRequest.read(body);
				RegisterUser command = throughKafka(request.command(new IdempotencyKey(key())));
				assertThat(CommandRules.flaw(request.email().key(), command, command.registeredAt()))
					.as(new String(body, StandardCharsets.UTF_8))
					.isNull();
				accepted++;
			}
			catch (Problem refused) {
				assertThat(refused.getStatusCode().value()).isEqualTo(400);
			}
		}
		assertThat(accepted).isGreaterThan(REQUESTS / 20);
	}

	private RegisterUser throughKafka(RegisterUser command) {
		String topic = CommandRecords.COMMANDS_TOPIC;
		byte[] value = CommandRecords.COMMAND_SERDE.serializer().serialize(topic, command);
		return (RegisterUser) CommandRecords.COMMAND_SERDE.deserializer().deserialize(topic, value);
	}

	private String address() {
		String domain = this.random.nextInt(3) > 0 ? "example.org" : text(1, 2) + ".example";
		return text(0, 1) + "a" + text(0, 2) + "@" + domain;
	}

	private String key() {
		return this.random.ints(1 + this.random.nextInt(255), 0x20, 0x7F)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private String text(int least, int most) {
		return IntStream.range(0, least + this.random.nextInt(most - least + 1))
			.mapToObj((i) -> PIECES.get(this.random.nextInt(PIECES.size())))
			.collect(Collectors.joining());
	}

}
