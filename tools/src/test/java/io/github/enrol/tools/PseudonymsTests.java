/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.enrol.events.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class PseudonymsTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Pseudonyms pseudonyms = new Pseudonyms();

	@Test
	void addressAndNameAreReplacedAndNothingElse() {
		JsonNode before = json(registered("ada@example.org", "Ada"));
		JsonNode after = json(this.pseudonyms.replace(registered("ada@example.org", "Ada")).orElseThrow());
		String address = after.get("partitionkey").stringValue();
		assertThat(after.at("/data/email").stringValue()).isEqualTo(address);
		assertThat(EmailAddress.of(address).key()).isEqualTo(address);
		assertThat(after.at("/data/username").stringValue()).matches("User [0-9a-f]{32}");
		assertThat(Stream.of("/id", "/type", "/subject", "/time", "/data/user_id", "/data/registered_at"))
			.allSatisfy((member) -> assertThat(after.at(member)).isEqualTo(before.at(member)));
	}

	@Test
	void equalOnesAreReplacedAlikeAndOthersDifferently() {
		String ada = key(registered("ada@example.org", "Ada"));
		assertThat(key(registered("ada@example.org", "Other"))).isEqualTo(ada);
		assertThat(key(registered("bob@example.org", "Ada"))).isNotEqualTo(ada);
		assertThat(key(event("ada@example.org", null))).isEqualTo(ada);
	}

	@Test
	void nobodyCanComputeThemAgain() {
		LoggedEvent event = registered("ada@example.org", "Ada");
		assertThat(new Pseudonyms().replace(event).orElseThrow().key()).isNotEqualTo(key(event));
	}

	/** It may have anything. */
	@Test
	void whatIsNotKnownIsLeftOut() {
		LoggedEvent later = event("ada@example.org", "{}".getBytes(StandardCharsets.UTF_8), "type", "later");
		assertThat(this.pseudonyms.replace(later)).isEmpty();
		assertThat(this.pseudonyms.replace(event("ada@example.org", "{".getBytes(StandardCharsets.UTF_8)))).isEmpty();
		LoggedEvent more = event("ada@example.org", null, "mailbox", "ada@example.org");
		assertThat(json(this.pseudonyms.replace(more).orElseThrow()).toString()).doesNotContain("ada", "mailbox");
	}

	private String key(LoggedEvent event) {
		return this.pseudonyms.replace(event).orElseThrow().key();
	}

	private static LoggedEvent registered(String address, String name) {
		return event(address, """
				{"user_id":"01KAS3T8R5Y9M2V7QX4ZB6N1CD","username":"%s","email":"%s",\
				"registered_at":"2026-11-23T20:54:07.123Z"}""".formatted(name, address)
			.getBytes(StandardCharsets.UTF_8));
	}

	private static LoggedEvent event(String address, byte @Nullable [] data, String... more) {
		Map<String, String> attributes = new LinkedHashMap<>(
				Map.of("specversion", "1.0", "id", "1", "type", "io.github.enrol.user-registered.v1", "source",
						"/enrol/command-service", "subject", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "time",
						"2026-11-23T20:54:07.123Z", "datacontenttype", "application/json"));
		for (int i = 0; i < more.length; i += 2) {
			attributes.put(more[i], more[i + 1]);
		}
		return new LoggedEvent(address, attributes, data);
	}

	private static JsonNode json(LoggedEvent event) {
		return JSON.readTree(EventJson.write(event));
	}

}
