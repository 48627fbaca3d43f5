/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * docs/asyncapi.yaml describes the events that are written. That it is AsyncAPI at all,
 * the official parser says (clients/asyncapi).
 */
class AsyncApiTests {

	private final JsonNode document = new YAMLMapper().readTree(Path.of("../docs/asyncapi.yaml").toFile());

	@Test
	void itsExampleIsTheGoldenFile() {
		JsonNode example = this.document.at("/components/messages/userRegistered/examples/0");
		assertThat(headers(example.get("headers").toString())).isEqualTo(golden("user-registered.v1.sequence"));
		assertThat(example.get("payload").toString()).isEqualTo(Golden.text("/golden/user-registered.v1.json"));
	}

	@Test
	void itsPayloadIsThePublishedSchema() {
		Path schema = Path.of("../docs",
				this.document.at("/components/messages/userRegistered/payload/$ref").stringValue());
		assertThat(schema).content()
			.isEqualTo(Golden.schema("https://enrol.github.io/schemas/user-registered.v1.schema.json"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-registered.v1", "user-registered.v1.sequence", "user-registered.v1.traced" })
	void itDescribesTheHeadersOfEachGoldenFile(String name) {
		assertThat(flaws(golden(name))).isEmpty();
	}

	@Test
	void itsTombstoneIsTheGoldenFile() {
		JsonNode message = this.document.at("/components/messages/userErased");
		assertThat(headers(message.at("/examples/0/headers").toString())).isEqualTo(golden("user-erased.v1"));
		assertThat(message.at("/payload/type").stringValue()).isEqualTo("null");
		assertThat(flaws("userErasedHeaders", golden("user-erased.v1"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ce_type", "ce_subject", "ce_time", "ce_id" })
	void itsTombstoneNeedsAllThatItSays(String name) {
		Map<String, String> headers = golden("user-erased.v1");
		headers.remove(name);
		assertThat(flaws("userErasedHeaders", headers)).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "ce_sequence, 1", "ce_type, io.github.enrol.user-registered.v2", "ce_time, yesterday", "ce_id,",
			"ce_commandoffset, -1", "ce_subject, 1", "ce_traceparent, 1", "traceparent, ann",
			"content-type, text/plain" })
	void itRefusesOtherHeaders(String name, String value) {
		Map<String, String> headers = golden("user-registered.v1.sequence");
		if (value == null) {
			headers.remove(name);
		}
		else {
			headers.put(name, value);
		}
		assertThat(flaws(headers)).isNotEmpty();
	}

	private List<Error> flaws(Map<String, String> headers) {
		return flaws("userRegisteredHeaders", headers);
	}

	private List<Error> flaws(String schema, Map<String, String> headers) {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(this.document.at("/components/schemas/" + schema))
			.validate(new JsonMapper().writeValueAsString(headers), InputFormat.JSON);
	}

	private static Map<String, String> golden(String name) {
		Map<String, String> headers = new LinkedHashMap<>();
		Golden.headers("/golden/" + name + ".headers")
			.forEach((header) -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
		return headers;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> headers(String json) {
		return new JsonMapper().readValue(json, Map.class);
	}

}
