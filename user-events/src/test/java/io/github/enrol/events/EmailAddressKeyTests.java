/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.ULocale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of every address, checked with generated ones. {@code -Daddresses.samples=N}
 * checks N instead of 5,000, and {@code -Dcode-points=all} every code point instead of
 * some.
 */
class EmailAddressKeyTests {

	private static final int SAMPLES = Integer.getInteger("addresses.samples", 5_000);

	private static final boolean ALL = "all".equals(System.getProperty("code-points"));

	private static final int STRIDE = ALL ? 1 : 1009;

	/** Their upper case is that of other letters: SS and I. */
	private static final List<String> LOSE_THEMSELVES_IN_CAPITALS = List.of("ß", "ı");

	private static final List<UnicodeSet> ALPHABETS = Stream
		.of("[a-zA-Z0-9.]", "[a-zßıİςΣ\\u200C\\u200D·\\-]", "[:Changes_When_Lowercased:]",
				"[:Changes_When_NFKC_Casefolded:]", "[[:Hebrew:][:Arabic:][:Thaana:]0-9]",
				"[[:Devanagari:]\\u200C\\u200D]", "[\\uFF01-\\uFFEE]", "[[:L:][:M:][:Nd:]]", "[\\u0000-\\U0010FFFF]")
		.map(UnicodeSet::new)
		.toList();

	private final Random random = new Random(16);

	@Test
	void aKeyIsAnAddressOfTheSameKeyInAnyFormOfItsText() {
		int accepted = 0;
		for (int i = 0; i < SAMPLES; i++) {
			String typed = text(12) + "@" + text(6) + (this.random.nextBoolean() ? "." + text(4) : "") + ".example";
			Optional<String> key = key(typed);
			if (key.isPresent()) {
				accepted++;
				assertIsTheSameInAnyForm(typed, key.get());
			}
		}
		assertThat(accepted).isGreaterThan(SAMPLES / 20);
	}

	@Test
	void aKeyIsAnAddressOfTheSameKeyForEachCodePoint() {
		for (int c = this.random.nextInt(STRIDE); c <= Character.MAX_CODE_POINT; c += STRIDE) {
			for (String typed : withCodePoint(Character.toString(c))) {
				key(typed).ifPresent((key) -> assertIsTheSameInAnyForm(typed, key));
			}
		}
	}

	private static void assertIsTheSameInAnyForm(String typed, String key) {
		assertThat(key(key)).as(typed).contains(key);
		assertThat(octets(key)).isLessThanOrEqualTo(254);
		assertThat(key.substring(0, key.indexOf('@'))).doesNotContain("ς").satisfies((local) -> {
			assertThat(octets(local)).isLessThanOrEqualTo(64);
			assertThat(CodePoints.invisible().containsNone(local)).isTrue();
		});
		assertThat(key.substring(key.indexOf('@') + 1)).matches("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");
		assertIsKeyOrTooLong(key, Normalizer2.getNFDInstance().normalize(typed));
		assertIsKeyOrTooLong(key, Normalizer2.getNFCInstance().normalize(typed));
		assertIsKeyOrTooLong(key, UCharacter.toLowerCase(ULocale.ROOT, typed.replace("Σ", "σ")));
		String domain = typed.substring(typed.indexOf('@'));
		if (LOSE_THEMSELVES_IN_CAPITALS.stream().noneMatch(typed::contains) && !domain.contains("ς")) {
			assertIsKeyOrTooLong(key, UCharacter.toUpperCase(ULocale.ROOT, typed));
		}
	}

	private static void assertIsKeyOrTooLong(String key, String other) {
		EmailAddress.read(other, (flaw) -> assertThat(flaw).as(other).contains(" bytes "))
			.ifPresent((address) -> assertThat(address.key()).as(other).isEqualTo(key));
	}

	@Test
	void onlyTheseLettersLoseThemselvesInCapitals() {
		TreeSet<String> lost = new TreeSet<>();
		TreeSet<String> lostInDomains = new TreeSet<>();
		for (String letter : new UnicodeSet("[:Changes_When_Uppercased:]")) {
			String capital = UCharacter.toUpperCase(ULocale.ROOT, letter);
			if (!key("x" + letter + "y@example.com").equals(key("x" + capital + "y@example.com"))) {
				lost.add(letter);
			}
			if (!key("a@x" + letter + "y.example").equals(key("a@x" + capital + "y.example"))) {
				lostInDomains.add(letter);
			}
		}
		assertThat(lost).containsExactly("ß", "ı");
		assertThat(lostInDomains).containsExactly("ß", "ı", "ς");
	}

	@Test
	void asciiHasTheSameKeyWithAndWithoutUnicode() {
		for (int i = 0; i < SAMPLES; i++) {
			String local = ascii(0x21, 0x7E);
			assertThat(LocalPart.map(local)).isEqualTo(local.toLowerCase(Locale.ROOT));
			String domain = ascii('-', '.', 'a', 'c', 'X', 'Z', '0', '1');
			if (DomainName.isPlain(domain) && DomainName.of(domain).flaw() == null) {
				assertThat(DomainName.Idna.toAscii(domain)).isEqualTo(domain.toLowerCase(Locale.ROOT));
			}
		}
		assertThat(DomainName.isPlain("Mail-1.Example.org")).isTrue();
		assertThat(DomainName.isPlain("xn--bcher-kva.example")).isFalse();
		assertThat(DomainName.isPlain("bücher.example")).isFalse();
		assertThat(CodePoints.areAscii("\u0000 ~\u007F")).isTrue();
		assertThat(CodePoints.areAscii("a\u0080")).isFalse();
	}

	@Test
	void anALabelRoundTripsThroughItsULabel() {
		int valid = 0;
		for (int i = 0; i < SAMPLES; i++) {
			String label = "xn--" + ascii('a', 'z', '0', '9', '-', '-');
			Optional<String> key = key("a@" + label + ".example");
			if (key.isPresent()) {
				valid++;
				assertThat(key).contains("a@" + label + ".example");
				String unicode = toUnicode(label);
				assertThat(unicode).isNotEqualTo(label);
				assertThat(key("a@" + unicode + ".example")).as(label).isEqualTo(key);
			}
		}
		assertThat(valid).isGreaterThan(SAMPLES / 100);
	}

	/**
	 * If this fails, the key of a stored address has changed: read ADR 8.
	 */
	@Test
	void aLaterUnicodeKeepsTheKeysOfUnicode18() throws NoSuchAlgorithmException {
		UnicodeSet codePoints = new UnicodeSet("[[:Age=18.0:]-[:Cs:]-[:Co:]]");
		if (!ALL) {
			codePoints.retainAll(new UnicodeSet("[[:ASCII:][:Changes_When_NFKC_Casefolded:][:Cased:][:M:]]"));
		}
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		for (String c : codePoints) {
			for (String typed : withCodePoint(c)) {
				digest.update((key(typed).orElse("none") + "\n").getBytes(StandardCharsets.UTF_8));
			}
		}
		assertThat(HexFormat.of().formatHex(digest.digest()))
			.isEqualTo(ALL ? "b0c6a91ec4b26f45739926347061963da60f8678f3d1a4d688539d980393a850"
					: "e2c4b6fbc90886e5e5f218df7e87602061f22d01457cc8f673f3eaf6b1017d66");
	}

	private static String toUnicode(String label) {
		return IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE)
			.labelToUnicode(label, new StringBuilder(), new IDNA.Info())
			.toString();
	}

	private static List<String> withCodePoint(String c) {
		return List.of("x" + c + "y@example.com", "a@x" + c + "y.example");
	}

	private static Optional<String> key(String typed) {
		return EmailAddress.read(typed, (flaw) -> {
		}).map(EmailAddress::key);
	}

	private static int octets(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	private String text(int most) {
		UnicodeSet alphabet = ALPHABETS.get(this.random.nextInt(ALPHABETS.size()));
		StringBuilder text = new StringBuilder();
		for (int length = 1 + this.random.nextInt(most); length > 0; length--) {
			text.appendCodePoint(alphabet.charAt(this.random.nextInt(alphabet.size())));
		}
		return text.toString();
	}

	/**
	 * Returns a text of characters from these ranges, bounds included.
	 */
	private String ascii(int... ranges) {
		StringBuilder text = new StringBuilder();
		for (int length = 1 + this.random.nextInt(9); length > 0; length--) {
			int range = 2 * this.random.nextInt(ranges.length / 2);
			text.append((char) this.random.nextInt(ranges[range], ranges[range + 1] + 1));
		}
		return text.toString();
	}

}
