/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
			"😀@example.com", "a@bücher.example", "a@faß.de", "x@ドメイン.テスト", "a@例子。广告", "ana@paral·lel.cat",
			"a@ދިވެހި.com", "a@שלום1.com", "a@שלוֹם.com", "a@نامه\u200Cای.com", "a@क्\u200Dष.com", "a@日本・語.com",
			"a@XN--BCHER-KVA.example", "\u00A0\u3000a@example.com\u2003",
			"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl@example.com",
			"a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.com" })
	void isAnAddress(String input) {
		assertThat(flaws(input)).isEmpty();
		assertThat(EmailAddress.of(input).typed()).isEqualTo(CodePoints.trim(input));
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
			"a\u3164b@example.com", "a\u034Fb@example.com", "a\uFE0Fb@example.com", "a@exam\u3164ple.com", "a@😀.com",
			"a@xn--e28h.com", "a@xn--999999999.com", "a@xn--example-.com", "a@xn--.com", "a@\u0301a.com", "a@a·b.cat",
			"a@1שלום.com", "a@שלום.1a.com", "a@a\u200Db.com", "a@exam\u00ADple.com", "a@exam\u200Bple.com",
			"a@ab--cd.com", "a@ᄀ.com", "a@aـ.com", "a@ⅳ♥.com", "a@㏂.com", "a@example.com。", "a@\uFE0F.com", "a@🄀.com",
			"a＠example.com", "a@b＠example.com", "a；b@example.com", "a…b@example.com", "\u2800@example.com",
			"a\u0080b@example.com", "a\uFFFDb@example.com", "a\u200Db@example.com", "a\u001C@example.com\u001C",
			"㏂@example.com", "\uFF0Ea@example.com", "¨@example.com",
			"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm@example.com",
			"ääääääääääääääääääääääääääääääääää@example.com",
			"a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl.com" })
	void isNoAddress(String input) {
		assertThat(flaws(input)).singleElement()
			.satisfies((flaw) -> assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(input))
				.withMessage(flaw));
	}

	@ParameterizedTest
	@CsvSource({ "Test@Example.COM, test@example.com", "'  test@example.com ', test@example.com",
			"'\u00A0\u2003test@example.com\u3000\u0085', test@example.com", "ZOË@example.com, zoë@example.com",
			"zoe\u0308@example.com, zoë@example.com", "ZOE\u0308@EXAMPLE.COM, zoë@example.com",
			"\u212Aelvin@example.com, kelvin@example.com", "\u212Bngström@example.com, ångström@example.com",
			"ΝΙΚΟΣ@example.com, νικοσ@example.com", "νικος@example.com, νικοσ@example.com",
			"TITLE@EXAMPLE.COM, title@example.com", "КВІТОЧКА@пошта.укр, квіточка@xn--80a1acn3a.xn--j1amh",
			"İstanbul@example.com, i\u0307stanbul@example.com", "STRAẞE@a.de, straße@a.de",
			"ａｄａ@example.com, ada@example.com", "ｶﾞ@example.com, ガ@example.com", "ﬁona@example.com, fiona@example.com",
			"ทำ@example.com, ท\u0E4Dา@example.com", "a.b．c@example.com, a.b.c@example.com" })
	void isTheSameAddressHoweverItIsTyped(String typed, String key) {
		assertThat(EmailAddress.of(typed).key()).isEqualTo(key);
	}

	@ParameterizedTest
	@CsvSource({ "EXAMPLE.com, example.com", "ｅｘａｍｐｌｅ.com, example.com", "ｅｘａｍｐｌｅ．com, example.com",
			"bücher.example, xn--bcher-kva.example", "BÜCHER.example, xn--bcher-kva.example",
			"bu\u0308cher.example, xn--bcher-kva.example", "xn--bcher-kva.example, xn--bcher-kva.example",
			"XN--BCHER-KVA.EXAMPLE, xn--bcher-kva.example", "例子。广告, xn--fsqu00a.xn--4rr70v", "faß.de, xn--fa-hia.de",
			"FAẞ.de, xn--fa-hia.de", "fass.de, fass.de", "νικος.gr, xn--uxachkp.gr", "ΝΙΚΟΣ.gr, xn--uxachku.gr",
			"İ.com, xn--i-9bb.com", "paral·lel.cat, xn--parallel-koa.cat", "ﬁ-x.com, fi-x.com",
			"نامه\u200Cای.com, xn--mgba3gch31f060k.com", "नामه\u200C.com, ''" })
	void hasItsDomainInALabels(String typed, String domain) {
		String key = EmailAddress.read("a@" + typed, (flaw) -> {
		}).map(EmailAddress::key).orElse("a@");
		assertThat(key).isEqualTo("a@" + domain);
	}

	@ParameterizedTest
	@CsvSource({ "a.b@example.com, ab@example.com", "a+b@example.com, a@example.com", "straße@a.de, strasse@a.de",
			"ı@example.com, i@example.com", "i\u0307@example.com, i@example.com", "a@faß.de, a@fass.de",
			"a@νικος.gr, a@νικοσ.gr", "аda@example.com, ada@example.com" })
	void isAnotherAddressEvenIfSomeTreatItAsTheSame(String one, String other) {
		assertThat(EmailAddress.of(one).key()).isNotEqualTo(EmailAddress.of(other).key());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a             | must be an email address, with one @
			a@b@c.de      | must be an email address, with one @
			@example.com  | must have a name before the @
			.a@b.de       | must not have a dot at the start, at the end or twice in a row before the @
			a.@b.de       | must not have a dot at the start, at the end or twice in a row before the @
			a..b@b.de     | must not have a dot at the start, at the end or twice in a row before the @
			a(b@b.de      | contains a character that is not allowed before the @
			ä(b@b.de      | contains a character that is not allowed before the @
			a‍b@b.de | contains a character that is not allowed before the @
			a@            | must have a valid domain after the @
			a@b..de       | must have a valid domain after the @
			a@-b.de       | must have a valid domain after the @
			a@xn--a.de    | must have a valid domain after the @
			a@localhost   | must have a domain such as example.com after the @
			a@bücher      | must have a domain such as example.com after the @
			a@example.1   | must have a domain that ends in a top-level domain such as .com
			a@example.12  | must have a domain that ends in a top-level domain such as .com
			a@example.c   | must have a domain that ends in a top-level domain such as .com
			""")
	void saysWhatIsWrong(String input, String flaw) {
		assertThat(flaws(input)).containsExactly(flaw);
	}

	@Test
	void reportsABlankAddress() {
		assertThat(flaws("\u00A0 \t")).containsExactly("must not be blank");
	}

	@Test
	void doesNotDependOnTheDefaultLocale() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(EmailAddress.of("TITLE@EXAMPLE.COM").key()).isEqualTo("title@example.com");
			assertThat(EmailAddress.of("TITLÉ@BÜCHER.EXAMPLE").key()).isEqualTo("titlé@xn--bcher-kva.example");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void isAtMost254BytesLong() {
		String domain = "@" + ("d".repeat(62) + ".").repeat(3) + "example.com";
		String longest = "l".repeat(254 - domain.length()) + domain;
		assertThat(longest).hasSize(254);
		assertThat(flaws(longest)).isEmpty();
		assertThat(flaws("   " + longest + "  ")).isEmpty();
		assertThat(flaws("l" + longest)).containsExactly("must be at most 254 bytes long");
		assertThat(flaws(longest.replaceFirst("l", "é"))).containsExactly("must be at most 254 bytes long");
	}

	@Test
	void isAtMost254BytesLongInItsKeyToo() {
		String domain = "@" + "ü.".repeat(30) + "com";
		assertThat(EmailAddress.of("l".repeat(10) + domain).key())
			.isEqualTo("l".repeat(10) + "@" + "xn--tda.".repeat(30) + "com")
			.hasSize(254);
		assertThat(flaws("l".repeat(11) + domain)).containsExactly("must be at most 254 bytes long");
	}

	@ParameterizedTest
	@CsvSource({ "l, 64", "é, 32", "用, 21", "E\u0301, 21", "İ, 21", "😀, 16" })
	void hasAtMost64BytesBeforeTheAtAsTypedAndInItsKey(String character, int most) {
		assertThat(flaws(character.repeat(most) + "@example.com")).isEmpty();
		assertThat(flaws(character.repeat(most + 1) + "@example.com"))
			.containsExactly("must have at most 64 bytes before the @");
	}

	@Test
	void hasLabelsOfAtMost63Bytes() {
		assertThat(flaws("a@" + "d".repeat(63) + ".com")).isEmpty();
		assertThat(flaws("a@" + "d".repeat(64) + ".com")).containsExactly("must have a valid domain after the @");
		assertThat(flaws("a@ü" + "d".repeat(55) + ".com")).isEmpty();
		assertThat(flaws("a@ü" + "d".repeat(56) + ".com")).containsExactly("must have a valid domain after the @");
	}

	private static List<String> flaws(String input) {
		List<String> flaws = new ArrayList<>();
		Optional<EmailAddress> address = EmailAddress.read(input, flaws::add);
		assertThat(address.isPresent()).isEqualTo(flaws.isEmpty());
		return flaws;
	}

}
