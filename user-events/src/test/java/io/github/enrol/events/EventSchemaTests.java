/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The published schemas, judged by a validator that is not this project's.
 */
class EventSchemaTests {

	private static final String V1 = "https://enrol.github.io/schemas/user-registered.v1.schema.json";

	private static final String GOLDEN = Golden.text("/golden/user-registered.v1.json");

	private static final JsonMapper MAPPER = new JsonMapper();

	@ParameterizedTest
	@MethodSource("types")
	void theGoldenFileOfEachVersionMatchesItsPublishedSchema(UserEventType type) {
		String name = type.ceType.substring("io.github.enrol.".length());
		assertThat(Golden.flaws(type.schema, Golden.text("/golden/" + name + ".json"))).isEmpty();
		assertThat(MAPPER.readTree(Golden.schema(type.schema)).get("$id").stringValue()).isEqualTo(type.schema);
	}

	@ParameterizedTest
	@MethodSource("types")
	void eachSchemaIsOne(UserEventType type) {
		assertThat(metaFlaws(Golden.schema(type.schema))).isEmpty();
	}

	/** A tombstone has no value, hence no schema. */
	static Stream<UserEventType> types() {
		return Stream.of(UserEventType.values()).filter((type) -> type.schema != null);
	}

	@Test
	void theMetaSchemaRefusesWhatIsNone() {
		assertThat(metaFlaws(Golden.schema(V1).replace("\"minLength\": 1", "\"minLength\": \"1\""))).isNotEmpty();
	}

	private static List<?> metaFlaws(String schema) {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
			.validate(schema, InputFormat.JSON);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-11-23T20:54:07.000Z", "2026-11-23T20:54:07Z" })
	void theSchemaAllowsWholeSecondsInTheCurrentAndTheOldFormat(String time) {
		assertThat(Golden.flaws(V1, GOLDEN.replace("2026-11-23T20:54:07.123Z", time))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			01KAS3T8R5Y9M2V7QX4ZB6N1CD | 1
			username                   | 2
			2026-11-23T20:54:07.123Z   | yesterday
			2026-11-23T20:54:07.123Z   | 2026-11-23T21:54:07.123+01:00
			2026-11-23T20:54:07.123Z   | 2026-13-23T20:54:07.123Z
			2026-11-23T20:54:07.123Z   | +10000-11-23T20:54:07.123Z
			""")
	void theSchemaRefusesOtherValues(String value, String other) {
		assertThat(Golden.flaws(V1, GOLDEN.replace(value, other))).isNotEmpty();
	}

	/**
	 * Each property in turn is missing, or is of each other type; and texts get
	 * characters, in places that a seed determines, until they are too long.
	 */
	@ParameterizedTest
	@MethodSource("mutants")
	void theSchemaRefusesMutants(String mutant) {
		assertThat(Golden.flaws(V1, mutant)).isNotEmpty();
	}

	static Stream<String> mutants() {
		List<String> names = List.of("user_id", "username", "email", "registered_at");
		Stream<String> missing = names.stream().map((name) -> mutant(name, null));
		Stream<String> others = names.stream()
			.flatMap((name) -> Stream.of("null", "true", "1", "1.5", "[]", "{}", "\"\"", "[\"x\"]")
				.map((other) -> mutant(name, MAPPER.readTree(other))));
		Random random = new Random(19);
		Stream<String> longer = IntStream.range(0, 20)
			.mapToObj((i) -> grown(names.get(random.nextInt(names.size())), random));
		Stream<String> whole = Stream.of("null", "[]", "1", "\"" + "x".repeat(10) + "\"", "{}");
		return Stream.of(missing, others, longer, whole).flatMap((part) -> part);
	}

	private static String grown(String name, Random random) {
		StringBuilder text = new StringBuilder(MAPPER.readTree(GOLDEN).get(name).stringValue());
		while (text.codePointCount(0, text.length()) <= 254) {
			text.insert(random.nextInt(text.length()), (char) ('a' + random.nextInt(26)));
		}
		return mutant(name, MAPPER.getNodeFactory().stringNode(text.toString()));
	}

	private static String mutant(String name, JsonNode value) {
		ObjectNode event = (ObjectNode) MAPPER.readTree(GOLDEN);
		return ((value != null) ? event.set(name, value) : event.without(name)).toString();
	}

}
