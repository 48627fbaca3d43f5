/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmailAddressTests {

	@ParameterizedTest
	@ValueSource(strings = { "a@example.com", "test@example.com", "first.last@example.com", "a.b.c.d@example.com",
			"user+tag@example.com", "user_name@example.com", "user-name@example.com", "-dash@example.com",
			"1234567890@example.com", "!#$%&'*+/=?^_`{|}~@example.com", "o'brien@example.com", "a@b.co",
			"a@sub.sub.sub.example.com", "a@ex-ample.com", "a@1.example.com", "a@123.com", "a@example.museum",
			"a@xn--bcher-kva.example", "a@example.xn--p1ai", "UPPER@EXAMPLE.COM", "  spaces@example.com  ",
			"\ttab@example.com\n", "zoë@example.com", "用户@例子.广告", "用户@example.com", "अजय@डाटा.भारत",
			"квіточка@пошта.укр", "χρήστης@παράδειγμα.ελ", "Dörte@Sörensen.example.com", "ñ@example.com",
			"😀@example.com", "a@bücher.example", "a@faß.de", "x@ドメイン.テスト",
			"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl@example.com",
			"a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.com" })
	void isAnAddress(String input) {
		assertThat(flaws(input)).isEmpty();
		assertThat(EmailAddress.of(input).typed()).isEqualTo(input.strip());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", "plain", "@", "@example.com", "a@", "a@@example.com", "a@b@example.com",
			"a b@example.com", "a@exam ple.com", ".a@example.com", "a.@example.com", "a..b@example.com",
			"\"quoted\"@example.com", "a(comment)@example.com", "a,b@example.com", "a;b@example.com", "a:b@example.com",
			"<a@example.com>", "Name <a@example.com>", "a\\b@example.com", "a[b]@example.com", "mailto:a@example.com",
			"a@localhost", "a@example", "a@.example.com", "a@example.com.", "a@example..com", "a@-example.com",
			"a@example-.com", "a@exa_mple.com", "a@example.c", "a@example.123", "a@127.0.0.1", "a@[127.0.0.1]",
			"a@[IPv6:::1]", "a@example.com/path", "a@exa!mple.com", "a\u0000b@example.com", "a\nb@example.com",
			"a\u200Bb@example.com", "a\u00ADb@example.com", "a\u202Eb@example.com", "a\u00A0b@example.com",
			"a\uD800b@example.com", "a\uE000b@example.com", "a\u0378b@example.com", "a@exam\u200Dple.com",
			"a\u3164b@example.com", "a\u034Fb@example.com", "a\uFE0Fb@example.com", "a@exam\u3164ple.com", "a@例子。广告",
			"a@😀.com", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm@example.com",
			"ääääääääääääääääääääääääääääääääää@example.com",
			"a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl.com" })
	void isNoAddress(String input) {
		assertThat(flaws(input)).singleElement()
			.satisfies((flaw) -> assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(input))
				.withMessage(flaw));
	}

	@ParameterizedTest
	@CsvSource({ "Test@Example.COM, test@example.com", "'  test@example.com ', test@example.com",
			"ZOË@example.com, zoë@example.com", "zoe\u0308@example.com, zoë@example.com",
			"ZOE\u0308@EXAMPLE.COM, zoë@example.com", "\u212Aelvin@example.com, kelvin@example.com",
			"\u212Bngström@example.com, ångström@example.com", "ΝΙΚΟΣ@example.com, νικος@example.com",
			"TITLE@EXAMPLE.COM, title@example.com", "КВІТОЧКА@пошта.укр, квіточка@пошта.укр",
			"İstanbul@example.com, i\u0307stanbul@example.com", "a@BÜCHER.example, a@bücher.example" })
	void isTheSameAddressHoweverItIsTyped(String typed, String key) {
		assertThat(EmailAddress.of(typed).key()).isEqualTo(key);
	}

	@ParameterizedTest
	@CsvSource({ "a.b@example.com, ab@example.com", "a+b@example.com, a@example.com", "straße@a.de, strasse@a.de",
			"ı@example.com, i@example.com" })
	void isAnotherAddressEvenIfSomeProvidersDiffer(String one, String other) {
		assertThat(EmailAddress.of(one).key()).isNotEqualTo(EmailAddress.of(other).key());
	}

	@Test
	void doesNotDependOnTheLanguageOfTheMachine() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(EmailAddress.of("TITLE@EXAMPLE.COM").key()).isEqualTo("title@example.com");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void keysAreTheirOwnKeys() {
		List<String> unstable = new ArrayList<>();
		for (int c = 0x21; c < Character.MAX_CODE_POINT; c++) {
			String input = "x" + Character.toString(c) + "\u0301@example.com";
			if (flaws(input).isEmpty()) {
				String key = EmailAddress.of(input).key();
				if (!flaws(key).isEmpty() || !EmailAddress.of(key).key().equals(key)
						|| !Normalizer.isNormalized(key, Normalizer.Form.NFC)) {
					unstable.add(Integer.toHexString(c));
				}
			}
		}
		assertThat(unstable).isEmpty();
	}

	static List<String> lengths() {
		String domain = ("@" + "d".repeat(60) + ".").repeat(1) + ("d".repeat(60) + ".").repeat(2) + "example.com";
		return List.of("l".repeat(254 - domain.length()) + domain);
	}

	@ParameterizedTest
	@MethodSource("lengths")
	void isAtMost254CharactersLong(String longest) {
		assertThat(longest).hasSize(254);
		assertThat(flaws(longest)).isEmpty();
		assertThat(flaws("l" + longest)).singleElement().asString().contains("254");
		assertThat(flaws("   " + longest + "  ")).isEmpty();
	}

	@Test
	void growsWithItsCaseAndIsStillAtMost254CharactersLong() {
		String domain = "@" + "İ".repeat(18) + "." + "d".repeat(60) + "." + "d".repeat(60) + "." + "d".repeat(40)
				+ ".com";
		String typed = "l".repeat(254 - domain.length() - 10) + domain;
		assertThat(typed.length()).isLessThanOrEqualTo(254);
		assertThat(flaws(typed)).isNotEmpty();
	}

	private static List<String> flaws(String input) {
		List<String> flaws = new ArrayList<>();
		Optional<EmailAddress> address = EmailAddress.read(input, flaws::add);
		assertThat(address.isPresent()).isEqualTo(flaws.isEmpty());
		return flaws;
	}

}
