/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.http.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * CSV and JSON of the same users are the same registrations, and flaws stay in their
 * lines.
 */
class CsvRecordsTests {

	private static final JsonMapper json = new JsonMapper();

	@ParameterizedTest
	@ValueSource(strings = { "username,email\nAda,ada@example.org\n", "username,email\r\nAda,ada@example.org\r\n",
			"\uFEFFusername,email\nAda,ada@example.org", "\n \n\"EMAIL\";\" Username \"\n\nada@example.org;Ada",
			"id\temail\tnotes\tusername\n1\tada@example.org\t\"a\n\n\"\"b\"\"\"\tAda\n",
			"email,username\n\"ada@example.org\",\"Ada\"\r\n" })
	void readsWhatSpreadsheetsWrite(String text) throws IOException {
		assertThat(read(text, "csv").values()).containsExactly("Ada <ada@example.org>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			textBlock = """
					username;mail                           | /email is missing in the header line
					user name,email,id                      | /username is missing in the header line
					Email,username,email                    | /email occurs more than once in the header line
					Ada,ada@example.org                     | /username is missing in the header line, /email is missing in the header line
					{"username": "Ada", "email": "a@b.c"}   | /username is missing in the header line, /email is missing in the header line
					"username,email                         | /username is missing in the header line, /email is missing in the header line
					``                                      | /username is missing in the header line, /email is missing in the header line
					""")
	void namesTheColumnsThatTheHeaderLacks(String header, String expected) {
		assertThatThrownBy(() -> read(header + "\nAda,ada@example.org\n", "csv")).isInstanceOfSatisfying(Problem.class,
				(problem) -> assertThat(errors(problem)).isEqualTo(expected));
	}

	@Test
	void aFlawCostsOneLine() throws IOException {
		String flawed = """
				username,email
				Ada "the Countess, ada@example.org
				Bob,bob@example.org
				"Cleo,cleo@example.org

				Dora,dora@example.org,too many
				Eve"s,eve@example.org
				"open,"
				""";
		assertThat(read(flawed, "csv")).containsExactlyInAnyOrderEntriesOf(
				Map.of(2L, " has a quotation mark that is not closed or in the wrong place", 3L,
						"Bob <bob@example.org>", 4L, " has a quotation mark that is not closed or in the wrong place",
						6L, " has 3 fields, and the header line 2", 7L,
						" has a quotation mark that is not closed or in the wrong place", 8L,
						" has 1 fields, and the header line 2"));
		StringBuilder endless = new StringBuilder("username,email\n\"never closed,a@example.org\n");
		for (int i = 0; i < 1000; i++) {
			endless.append("User ").append(i).append(",user").append(i).append("@example.org\n");
		}
		assertThat(read(endless.toString(), "csv").values()).hasSize(1001).endsWith("User 999 <user999@example.org>");
		assertThat(read("username,email\n\"" + "x".repeat(20_000) + "\nAda,ada@example.org", "csv").values())
			.containsExactly("413", "Ada <ada@example.org>");
	}

	@Test
	void sameUsersSameRegistrations() throws IOException {
		for (int seed = 0; seed < 300; seed++) {
			Random random = new Random(seed);
			char separator = pick(random, ",;\t");
			String end = random.nextBoolean() ? "\n" : "\r\n";
			List<String> columns = new ArrayList<>(List.of("email", "username", "x"));
			Collections.shuffle(columns, random);
			StringBuilder csv = new StringBuilder(String.join(separator + "", columns)).append(end);
			StringBuilder lines = new StringBuilder("\n");
			for (int i = 0; i < 20; i++) {
				Map<String, String> user = Map.of("username", text(random), "email",
						random.nextInt(4) == 0 ? text(random) : "user" + i + "@example.org", "x", text(random));
				csv.append(columns.stream()
					.map((column) -> quoted(user.get(column), random))
					.collect(Collectors.joining(separator + "")));
				csv.append(end);
				lines.append(json.writeValueAsString(user)).append("\n");
			}
			assertThat(List.copyOf(read(csv.toString(), "csv").values())).as("seed %d", seed)
				.isEqualTo(List.copyOf(read(lines.toString(), "json").values()));
		}
	}

	private static String quoted(String field, Random random) {
		boolean plain = field.chars().noneMatch((c) -> ",;\t\"\r\n".indexOf(c) >= 0) && !field.isEmpty();
		return (plain && random.nextBoolean()) ? field : '"' + field.replace("\"", "\"\"") + '"';
	}

	private static String text(Random random) {
		return Stream.generate(() -> pick(random, "abcÄß中 ,;\t\"\r\n'\\#@.") + "")
			.limit(random.nextInt(8))
			.collect(Collectors.joining());
	}

	private static char pick(Random random, String characters) {
		return characters.charAt(random.nextInt(characters.length()));
	}

	/**
	 * Returns each record by its line: the user, the errors, or else the status.
	 */
	private static Map<Long, String> read(String text, String format) throws IOException {
		ByteArrayInputStream body = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
		ImportRecords records = format.equals("csv") ? ImportFormat.CSV.read(body) : ImportFormat.NDJSON.read(body);
		Map<Long, String> read = new LinkedHashMap<>();
		for (byte[] record = records.next(); record != null; record = records.next()) {
			String result;
			try {
				RegistrationRequest request = records.read(record);
				result = request.username().value() + " <" + request.email().typed() + ">";
			}
			catch (Problem problem) {
				result = errors(problem);
			}
			assertThat(read.put(records.number(), result)).isNull();
		}
		return read;
	}

	private static String errors(Problem problem) {
		Map<String, Object> properties = problem.getBody().getProperties();
		return (properties == null) ? problem.getStatusCode().value() + ""
				: ((List<?>) properties.get("errors")).stream()
					.map(json::valueToTree)
					.map(JsonNode.class::cast)
					.map((error) -> error.path("pointer").stringValue() + " " + error.path("detail").stringValue())
					.collect(Collectors.joining(", "));
	}

}
