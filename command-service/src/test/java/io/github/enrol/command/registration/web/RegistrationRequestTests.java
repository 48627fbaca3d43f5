/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Accepted input, and the problems reported for invalid input.
 */
class RegistrationRequestTests {

	private static final String VALID = "{\"username\":\"Zoë \uFFFD\uD83D\uDE00\",\"email\":\"zoe@example.com\"}";

	static Stream<Arguments> bytesThatAreNotUtf8() {
		List<Arguments> all = new ArrayList<>();
		// Overlong, surrogates, beyond U+10FFFF, never used, without a first byte,
		// truncated.
		for (String bytes : List.of("C0AF", "C1BF", "E08080", "E09FBF", "F0808080", "F08FBFBF", "EDA080", "EDBFBF",
				"EDA080EDB080", "F4908080", "F5808080", "F888808080", "FE", "FF", "80", "BF", "C3", "E282", "F09F98")) {
			all.add(Arguments.of("{\"username\":\"a§b\",\"email\":\"a@example.com\"}", bytes, "/username"));
			all.add(Arguments.of("{\"username\":\"é\uFFFD\\ud800§\",\"email\":\"a@example.com\"}", bytes, "/username"));
			all.add(Arguments.of("\uFEFF{\"username\":\"§\",\"email\":\"a@example.com\"}", bytes, "/username"));
			all.add(Arguments.of("{\"username\":\"a\",\"email\":\"§@example.com\"}", bytes, "/email"));
			all.add(Arguments.of("{\"username\":\"a\",\"email\":\"a@example.com\",\"x\":[1,{\"y\":\"§\"}]}", bytes,
					"/x/1/y"));
			all.add(Arguments.of("{\"username\":\"a\",\"email\":\"a@example.com\"}§", bytes, ""));
			all.add(Arguments.of("§{\"username\":\"a\",\"email\":\"a@example.com\"}", bytes, ""));
		}
		return all.stream();
	}

	@ParameterizedTest
	@MethodSource
	void bytesThatAreNotUtf8(String template, String bytes, String pointer) {
		Problem problem = refusal(insert(template, HexFormat.of().parseHex(bytes)));
		assertThat(problem.getBody().getType().toString()).endsWith("/malformed-request");
		assertThat(error(problem).detail()).contains("UTF-8");
		assertThat(error(problem).pointer()).isEqualTo(pointer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}|/email|occurs more than once",
					"{\"a\":[0,{\"b\":1,\"b\":{}}]}|/a/1/b|occurs more than once",
					"{} {}||goes on after the end of its JSON near column 3",
					"{}}||goes on after the end of its JSON near column 3",
					"{} x||goes on after the end of its JSON near column 3",
					"{\"a\":tru}||is not valid JSON near column 6",
					"`{\n\"a\":01}`||is not valid JSON near line 2, column 6", "``||is empty", "` \t\r\n`||is empty",
					"\uFEFF||is empty" })
	void jsonThatCannotBeReadIsCalledWhatItIs(String json, String pointer, String detail) {
		Problem problem = refusal(json.getBytes(StandardCharsets.UTF_8));
		assertThat(problem.getBody().getType().toString()).endsWith("/malformed-request");
		assertThat(error(problem)).isEqualTo(InvalidValue.inBody((pointer != null) ? pointer : "", detail));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-", "", "0.", "1e" })
	void aTooLongNumberIsNamed(String prefix) {
		Problem problem = refusal(("{\"x\":[" + prefix + "1".repeat(1001) + "]}").getBytes(StandardCharsets.UTF_8));
		assertThat(error(problem)).isEqualTo(InvalidValue.inBody("/x/0", "is too long a number"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"a\":", "[{\"a\":" })
	void tooDeepNestingIsNamed(String opening) {
		Problem problem = refusal(opening.repeat(600).getBytes(StandardCharsets.UTF_8));
		assertThat(error(problem)).isEqualTo(InvalidValue.inBody("", "is nested too deeply"));
	}

	@Test
	void aByteOrderMarkIsSkipped() {
		assertThat(RegistrationRequest.read(("\uFEFF" + VALID).getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(RegistrationRequest.read(VALID.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void anyBytesAreARegistrationOrAProblem() {
		Random random = new Random(3629);
		byte[] valid = VALID.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = valid.clone();
			for (int changes = random.nextInt(4); changes >= 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt()
						: "{}[]\":,\\u0e-".charAt(random.nextInt(12)));
			}
			try {
				RegistrationRequest request = RegistrationRequest.read(bytes);
				assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(request.username().value())).isTrue();
			}
			catch (Problem problem) {
				assertThat(problem.getStatusCode().value()).isEqualTo(400);
			}
		}
	}

	@Test
	void bytesAreUtf8IfAndOnlyIfTheJdkDecodesThem() {
		Random random = new Random(2279);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[1 + random.nextInt(5)];
			random.nextBytes(bytes);
			boolean valid = new String(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8),
					StandardCharsets.ISO_8859_1)
				.equals(new String(bytes, StandardCharsets.ISO_8859_1));
			assertThat(Utf8.firstFlaw(bytes, Utf8.decode(bytes)) < 0).as(HexFormat.of().formatHex(bytes))
				.isEqualTo(valid);
		}
	}

	private static byte[] insert(String template, byte[] bytes) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		String[] parts = template.split("§", 2);
		body.writeBytes(parts[0].getBytes(StandardCharsets.UTF_8));
		body.writeBytes(bytes);
		body.writeBytes(parts[1].getBytes(StandardCharsets.UTF_8));
		return body.toByteArray();
	}

	private static Problem refusal(byte[] body) {
		assertThatThrownBy(() -> RegistrationRequest.read(body)).isInstanceOf(Problem.class);
		return catchThrowableOfType(Problem.class, () -> RegistrationRequest.read(body));
	}

	private static InvalidValue error(Problem problem) {
		assertThat(problem.getBody().getProperties()).containsKey("errors");
		return (InvalidValue) ((List<?>) problem.getBody().getProperties().get("errors")).get(0);
	}

}
