/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Registration bodies, from valid to hopeless.
 */
final class Bodies {

	/**
	 * Part of every generated address and name, so that leaks of either can be found.
	 */
	private static final String MARK = "fuzzperson";

	private static final String[] VALUES = { "null", "true", "0", "-1", "1e999999999", "1e-999999999", "9".repeat(5000),
			"0." + "3".repeat(5000), "[]", "{}", "[\"a@example.org\"]", "{\"a\":1}", "\"\"", "\" \"", "\"\\u0000\"",
			"\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\ud83d@example.org\"", "\"\\ud83d\\ude00@example.org\"",
			"\"a\\u202eb@example.org\"", "\"@\"", "\"a@b\"", "\"a@b@c.org\"", "\"a@xn--\u00ff.org\"", "\"a@xn--a.org\"",
			"\"a@xn--" + "9".repeat(50) + ".org\"", "\"a@" + "b.".repeat(120) + "org\"",
			"\"" + "a".repeat(15000) + "\"", "\"" + Choices.utf8("\u0130\u0307@\u0130.org") + "\"",
			"\"" + Choices.utf8("\u1e9e\ufb03@\u2126.org") + "\"", "\"a\\nb\"", "\"\\r\\nX: y\"", "\"\\x\"",
			"\"\\u12\"", "'a'", "NaN", "Infinity", "01", "+1", ".5", "0x1f", "\"<script>alert(1)</script>\"",
			"\"${jndi:ldap://127.0.0.1:1/a}\"", "\"'; DROP TABLE users; --\"", "\"\u00c0\u0080\"",
			"\"\u00ed\u00a0\u0080\"", "\"\u00f8\u0088\u0080\u0080\u0080\"", "\"\u00c3\"", "\"\u00ff\"" };

	private static final String[] WHOLE = { "", " ", "null", "42", "\"text\"", "[]", "{}", "{", "}", "\0", "[{}]",
			"{\"username\"", "{\"username\":", "{} {}", "{}x", "/* */{}", "{\"\":0}", "\u00ef\u00bb\u00bf",
			"\u00fe\u00ff", "username=" + MARK + "&email=" + MARK + "%40example.org",
			"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>",
			"\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" };

	private static final String[] CHARSETS = { "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32LE", "ISO-8859-1",
			"IBM1047" };

	private final Choices choices;

	Bodies(Choices choices) {
		this.choices = choices;
	}

	static boolean isMarked(String text) {
		return text.toLowerCase(Locale.ROOT).contains(MARK);
	}

	String any() {
		return switch (this.choices.below(10)) {
			case 0, 1 -> registration();
			case 2, 3 -> odd();
			case 4, 5, 6 -> this.choices.mutated(this.choices.oneIn(3) ? odd() : registration());
			case 7 -> encoded();
			case 8 -> large();
			default -> this.choices.oneIn(3) ? this.choices.bytes(300) : this.choices.of(WHOLE);
		};
	}

	/**
	 * Returns a valid body; some addresses repeat.
	 */
	String registration() {
		return json(quoted(name()), quoted(email()));
	}

	String email() {
		String number = this.choices.oneIn(4) ? "" + this.choices.below(50) : "" + this.choices.below(1_000_000_000);
		return Choices.utf8(this.choices.of("", "", "A+", "\u00e9", "\u0130")) + MARK + number
				+ this.choices.of("@example.org", "@EXAMPLE.org", "@b\u00c3\u00bccher.example", "@a.b.c.example");
	}

	private String name() {
		return Choices
			.utf8(MARK + this.choices.of("", " x", " Zo\u00eb", " \ud83d\ude00", " \u202eabc", " a\u0301", " '\u2028"));
	}

	private String odd() {
		String value = this.choices.of(VALUES);
		return this.choices.oneIn(2) ? json(value, quoted(email())) : json(quoted(name()), value);
	}

	private static String quoted(String text) {
		return '"' + text + '"';
	}

	private String json(String username, String email) {
		String more = this.choices.of("", "", "", ",\"role\":\"admin\"", ",\"email\":\"b@example.org\"", ",\"a\":[{}]",
				",\"@class\":\"javax.swing.JEditorPane\"", ",");
		return "{\"username\":" + username + ",\"email\":" + email + more + "}";
	}

	private String encoded() {
		byte[] text = registration().getBytes(StandardCharsets.ISO_8859_1);
		if (this.choices.oneIn(4)) {
			return gzip(text);
		}
		String body = new String(text, StandardCharsets.UTF_8);
		return this.choices.oneIn(4) ? Choices.utf8("\ufeff" + body)
				: new String(body.getBytes(Charset.forName(this.choices.of(CHARSETS))), StandardCharsets.ISO_8859_1);
	}

	private static String gzip(byte[] text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	private String large() {
		if (this.choices.oneIn(3)) {
			int depth = 100 * (1 + this.choices.below(this.choices.oneIn(4) ? 2000 : 50));
			return json(this.choices.of("[", "{\"a\":", "[[],").repeat(depth), "0");
		}
		String registration = registration();
		int size = this.choices.oneIn(12) ? 1024 * 1024 : 16 * 1024 - 1 + this.choices.below(3);
		String padding = " ".repeat(size - registration.length());
		return this.choices.oneIn(2) ? registration + padding : padding + registration;
	}

}
