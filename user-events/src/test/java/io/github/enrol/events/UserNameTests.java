/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import com.ibm.icu.text.UnicodeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UserNameTests {

	private static final String DIRECTION = "must close each change of direction that it makes, and must not override directions";

	private final Random random = new Random(16);

	@ParameterizedTest
	@ValueSource(strings = { "A", "Ada Lovelace", "Zoë", "Zoe\u0308", "李小龍", "محمد", "עידן", "अजय", "نامه\u200Cای",
			"क्\u200Dष", "👩\u200D🚀", "❤\uFE0F", "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F", "葛\uDB40\uDD00城", "O'Brien",
			"1", "\u200Fעידן\u200F", "a\u00A0b", "a\u3000b", "a\u2007b", "\u0301", "\u3164a", "ᠠ\u180Eᠠ",
			"\u0600\u0661", "\u2067עידן\u2069 ben", "\u202Bעידן\u202C", "\u2068\u202Aa\u202C\u2069", "a\u034Fb" })
	void isAName(String input) {
		assertThat(flaws(input)).isEmpty();
		assertThat(UserName.of(input).value()).isEqualTo(input);
	}

	@ParameterizedTest
	@CsvSource({ "' Ada ', Ada", "'\u00A0\u3000Ada\u2003', Ada", "'\tAda\r\n\u0085\u2028', Ada" })
	void isTrimmed(String input, String name) {
		assertThat(UserName.of(input).value()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u00A0", "\u3000\u2003", "\t\n\u0085\u2028\u2029" })
	void isNotBlank(String input) {
		assertThat(flaws(input)).containsExactly("must not be blank");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u200B", "\u200D", "\u3164", "\u2800", "\uFEFF", "\u00AD", "\u200B \u200B", "\uFE0F",
			"\u115F\u1160", "\u2068\u2069", "\u034F", "\uDB40\uDC67", "\uE000", "\uD834\uDD59", "\uD81B\uDFE4",
			"\u0378" })
	void showsSomething(String input) {
		assertThat(flaws(input)).containsExactly("must contain something visible");
	}

	@ParameterizedTest
	@CsvSource({ "A, A", "' ann ', ann", "\u2067\u05E2, \u2067\u05E2", "%, %", "\u0301a, \u0301a", "_, _" })
	void anythingThatANameMayBeginWithIsAPrefix(String input, String prefix) {
		assertThat(UserName.readPrefix(input, Assertions::fail)).contains(prefix);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u0301", "\u200D\u0301", "a\u0000", "\uD800", "\u2028a\u2028b", "\u3164" })
	void whatAllNamesOrNoneBeginWithIsNoPrefix(String input) {
		List<String> flaws = new ArrayList<>();
		assertThat(UserName.readPrefix(input, flaws::add)).isEmpty();
		assertThat(flaws).hasSize(1);
	}

	@Test
	void aPrefixIsNotLongerThanAName() {
		assertThat(UserName.readPrefix("\uD83D\uDE00".repeat(100), Assertions::fail)).isPresent();
		assertThat(UserName.readPrefix("a".repeat(101), (flaw) -> {
		})).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u0000b", "a\tb", "a\nb", "a\u007Fb", "a\u0085b", "a\u2028b", "a\u2029b", "a\uD800b",
			"\uDC00a", "\u001Ca" })
	void hasNoControls(String input) {
		assertThat(flaws(input)).containsExactly("must not contain control characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u200Bb", "Ada\uFEFF", "a\u00ADb", "a\u2060b", "a\u2064b", "a\u206Ab", "a\uFFF9b",
			"a\uE000b", "a\uDBFF\uDFFDb", "a\u0378b", "a\uFFFEb", "a\uFDD0b", "a\uDB40\uDC01b" })
	void hasNoMeaninglessCharacters(String input) {
		assertThat(flaws(input))
			.containsExactly("must not contain characters that are invisible or have no agreed meaning");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u202Ab", "a\u202Bb", "a\u2066b", "a\u2067b", "a\u2068b", "a\u202Cb", "a\u2069b",
			"a\u2069b\u2067", "a\u202D\u202C", "a\u202E\u202C", "a\u202Eb", "\u2067\u202Ba\u2069\u202C",
			"\u2067a\u202C", "\u202Ba\u2069", "\u2067\u2067a\u2069" })
	void leavesTheDirectionOfTheTextAfterIt(String input) {
		assertThat(flaws(input)).containsExactly(DIRECTION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "ß", "用", "😀", "\u0301" })
	void isAtMost100CharactersLong(String character) {
		assertThat(flaws(character.repeat(100))).isEmpty();
		assertThat(flaws(" " + character.repeat(100) + " ")).isEmpty();
		assertThat(flaws(character.repeat(101))).containsExactly("must be at most 100 characters long");
	}

	/**
	 * Compared with Java's character categories: for code points that both know, they
	 * agree.
	 */
	@Test
	void anyNameIsVisibleAndParsesToItself() {
		UnicodeSet some = new UnicodeSet("[[:Cf:][:Zs:][:Bidi_Control:][:Default_Ignorable_Code_Point:]a-fא-ת]");
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = this.random.nextInt(8); length > 0; length--) {
				text.appendCodePoint((i % 2 == 0) ? some.charAt(this.random.nextInt(some.size()))
						: this.random.nextInt(Character.MAX_CODE_POINT + 1));
			}
			UserName.read(text.toString(), (flaw) -> {
			}).ifPresent((name) -> {
				assertThat(UserName.of(name.value())).isEqualTo(name);
				assertThat(name.value()).matches("(?s)[^\\p{Zs}].*[^\\p{Zs}]|[^\\p{Zs}]");
				assertThat(name.value().codePoints()).anyMatch((c) -> isDrawn(c))
					.noneMatch((c) -> Character.getType(c) == Character.CONTROL
							|| Character.getType(c) == Character.SURROGATE
							|| Character.getType(c) == Character.PRIVATE_USE || c == '\u202E');
				long isolates = name.value().chars().filter((c) -> c >= '\u2066' && c <= '\u2068').count();
				assertThat(name.value().chars().filter((c) -> c == '\u2069').count()).isEqualTo(isolates);
			});
		}
	}

	private static boolean isDrawn(int c) {
		int type = Character.getType(c);
		return type != Character.FORMAT && type != Character.SPACE_SEPARATOR && type != Character.CONTROL;
	}

	private static List<String> flaws(String input) {
		List<String> flaws = new ArrayList<>();
		Optional<UserName> name = UserName.read(input, flaws::add);
		assertThat(name.isPresent()).isEqualTo(flaws.isEmpty());
		flaws.forEach(
				(flaw) -> assertThatIllegalArgumentException().isThrownBy(() -> UserName.of(input)).withMessage(flaw));
		return flaws;
	}

}
