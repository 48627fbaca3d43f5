/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.http.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdempotencyKeyTests {

	/** Every kind of bare item (RFC 9651, 3.3). */
	private static final List<String> BARE_ITEMS = List.of("1", "-999999999999999", "4.5", "-123456789012.123", "\"\"",
			"\"a \\\"b\\\\ ;,\"", "token", "*t/o:k%en", ":aGVsbG8=:", "::", "?0", "?1", "@1659578233", "@-1",
			"%\"f%c3%bc; \"");

	private static final List<String> OTHER_ITEMS = List.of("", "1234567890123456", "1.", ".5", "1.2345",
			"1234567890123.1", "\"open", "\"\\a\"", "\"ü\"", ":*:", ":a", "?2", "@1.5", "%\"%C3\"", "%open", "a b",
			"(1 2)", "é");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "key-1|key-1", "\"key-1\"|key-1", "\"Key 1\"|Key 1", "\"a\\\"b\\\\c\"|a\"b\\c", "` \"a\" `|a",
					"` a `|a", "01KAS3T8R5Y9M2V7QX4ZB6N1CD|01KAS3T8R5Y9M2V7QX4ZB6N1CD", "KEY|KEY", "\"a;x=1\"|a;x=1",
					"\"a\";x=1|a", "\"a\"; x|a", "\"a\";x=\"\\\"\";y=?0;z|a", "\"a\";*x.-_9=tok|a" })
	void readsAStringWithItsParametersOrAnUnquotedKey(String header, String key) {
		assertThat(IdempotencyKey.of(List.of(header)).value()).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\"\"", "\"", "\"open", "two words", "a,b", "a;b", "a\"b", "a\\b", "\"a\\b\"",
			"\"a\\\"", "\"a\"b", "a\\b", "\"a\" ;x", "\"a\";", "\"a\";X=1", "\"a\";1=1", "\"a\";x =1", "\"a\";x= 1",
			"\"a\";\tx", "\"a\", \"b\"", "\"a\tb\"", "ü", "\"ü\"", "\u007f" })
	void refusesAnythingElse(String header) {
		assertThatThrownBy(() -> IdempotencyKey.of(List.of(header))).isInstanceOf(Problem.class);
	}

	@Test
	void parametersChangeNothing() {
		Random random = new Random(9651);
		for (int i = 0; i < 2_000; i++) {
			String parameters = random.ints(random.nextInt(5), 0, BARE_ITEMS.size())
				.mapToObj((item) -> ";" + " ".repeat(random.nextInt(3)) + "p" + random.nextInt(9)
						+ (random.nextBoolean() ? "" : "=" + BARE_ITEMS.get(item)))
				.collect(Collectors.joining());
			assertThat(IdempotencyKey.of(List.of("\"key\"" + parameters)).value()).as(parameters).isEqualTo("key");
			String wrong = parameters + ";p=" + OTHER_ITEMS.get(random.nextInt(OTHER_ITEMS.size()));
			assertThatThrownBy(() -> IdempotencyKey.of(List.of("\"key\"" + wrong))).as(wrong)
				.isInstanceOf(Problem.class);
		}
	}

	@Test
	void quotingAndReadingGivesTheSameKey() {
		Random random = new Random(13);
		for (int i = 0; i < 2_000; i++) {
			String key = random.ints(1 + random.nextInt(IdempotencyKey.MAX_LENGTH), 0x20, 0x7F)
				.mapToObj(Character::toString)
				.collect(Collectors.joining());
			assertThat(IdempotencyKey.of(List.of(new IdempotencyKey(key).quoted())).value()).isEqualTo(key);
		}
	}

	@Test
	void aHeaderOfAnyLengthIsReadWithoutRecursion() {
		for (String part : List.of("k", "\\\"")) {
			assertThatThrownBy(() -> IdempotencyKey.of(List.of('"' + part.repeat(100_000) + '"')))
				.isInstanceOf(Problem.class);
		}
		for (String part : List.of(";x", ";x=\"\\\"\"", ";x=%\"%aa\"")) {
			assertThat(IdempotencyKey.of(List.of("\"k\"" + part.repeat(100_000))).value()).isEqualTo("k");
		}
		String longValue = IntStream.range(0, 100_000).mapToObj((i) -> "\\\\").collect(Collectors.joining());
		assertThat(IdempotencyKey.of(List.of("\"k\";x=\"" + longValue + '"')).value()).isEqualTo("k");
	}

	@Test
	void severalHeadersAreRefusedAndAMissingOneGivesANewKey() {
		assertThatThrownBy(() -> IdempotencyKey.of(List.of("a", "a"))).isInstanceOf(Problem.class);
		assertThat(IdempotencyKey.of(List.of()).value()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
	}

}
