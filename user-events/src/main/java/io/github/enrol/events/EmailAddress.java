/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The one rule that says which texts are an email address, and which of them are the same
 * address (ADR 8). It is the key of commands, events and of the store, and decides what
 * the read model finds.
 * <p>
 * Accepted is what looks deliverable: a local part of RFC 5322's dot-atom form of at most
 * 64 octets, letters and symbols beyond ASCII included (RFC 6531), and a domain of two or
 * more labels that DNS can hold (RFC 1035, RFC 5891), at most 254 characters in all (RFC
 * 5321). Quoted local parts, address literals and invisible characters are not.
 *
 * @param typed the address as it was typed, without surrounding white space; for display
 * @param key trimmed, NFC, lower case of no particular language: two addresses are the
 * same if and only if their keys are equal
 */
public record EmailAddress(String typed, String key) {

	/** The longest address, in characters (Unicode code points). */
	public static final int MAX_LENGTH = 254;

	private static final int MAX_LOCAL_OCTETS = 64;

	private static final int MAX_LABEL_OCTETS = 63;

	private static final int MAX_DOMAIN_OCTETS = 253;

	private static final String ATEXT_SYMBOLS = "!#$%&'*+-/=?^_`{|}~";

	/**
	 * Reads an address.
	 * @throws IllegalArgumentException if it is none, with what
	 * {@link #read(String, Consumer)} says
	 */
	public static EmailAddress of(String input) {
		return read(input, (flaw) -> {
			throw new IllegalArgumentException(flaw);
		}).orElseThrow();
	}

	/**
	 * Reads an address, or says what keeps the text from being one.
	 * @param flaw is told a phrase for the person who typed it, that does not repeat what
	 * was typed
	 * @return empty if there is a flaw
	 */
	public static Optional<EmailAddress> read(String input, Consumer<String> flaw) {
		String typed = input.strip();
		EmailAddress address = new EmailAddress(typed, normalise(typed));
		String found = address.flaw();
		if (found != null) {
			flaw.accept(found);
			return Optional.empty();
		}
		return Optional.of(address);
	}

	private static String normalise(String typed) {
		String composed = Normalizer.normalize(typed, Normalizer.Form.NFC);
		// Lower case may come decomposed (İ), so it is composed once more.
		return Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
	}

	private @Nullable String flaw() {
		if (this.typed.isEmpty()) {
			return "must not be blank";
		}
		if (length(this.typed) > MAX_LENGTH || length(this.key) > MAX_LENGTH) {
			return "must be at most " + MAX_LENGTH + " characters long";
		}
		int at = this.key.indexOf('@');
		if (at < 0 || at != this.key.lastIndexOf('@')) {
			return "must be an email address, with one @";
		}
		String flaw = localFlaw(this.key.substring(0, at));
		return (flaw != null) ? flaw : domainFlaw(this.key.substring(at + 1));
	}

	private static @Nullable String localFlaw(String local) {
		if (local.isEmpty()) {
			return "must have a name before the @";
		}
		if (local.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_OCTETS) {
			return "must have at most " + MAX_LOCAL_OCTETS + " bytes before the @";
		}
		if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
			return "must not have a dot at the start, at the end or twice in a row before the @";
		}
		boolean allowed = local.codePoints()
			.allMatch((c) -> c == '.'
					|| ((c < 0x80) ? isAsciiLetterOrDigit(c) || ATEXT_SYMBOLS.indexOf(c) >= 0 : isVisible(c)));
		return allowed ? null : "contains a character that is not allowed before the @";
	}

	private static @Nullable String domainFlaw(String domain) {
		String[] labels = domain.split("\\.", -1);
		if (labels.length < 2) {
			return "must have a domain such as example.com after the @";
		}
		int octets = labels.length - 1;
		String ascii = "";
		for (String label : labels) {
			boolean allowed = label.codePoints()
				.allMatch((c) -> (c < 0x80) ? isAsciiLetterOrDigit(c) || c == '-' : isLetterMarkOrDigit(c));
			ascii = allowed ? toAscii(label) : "";
			if (ascii.isEmpty() || ascii.length() > MAX_LABEL_OCTETS || label.startsWith("-") || label.endsWith("-")) {
				return "must have a valid domain after the @";
			}
			octets += ascii.length();
		}
		if (octets > MAX_DOMAIN_OCTETS) {
			return "must have a domain of at most " + MAX_DOMAIN_OCTETS + " bytes after the @";
		}
		boolean topLevel = ascii.length() > 1 && !ascii.chars().allMatch(Character::isDigit);
		return topLevel ? null : "must have a domain that ends in a top-level domain such as .com";
	}

	/**
	 * The label as DNS holds it, or an empty text if it cannot.
	 */
	private static String toAscii(String label) {
		try {
			return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return "";
		}
	}

	private static boolean isAsciiLetterOrDigit(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	}

	private static boolean isLetterMarkOrDigit(int c) {
		int type = Character.getType(c);
		return !isFiller(c) && (Character.isLetterOrDigit(c) || type == Character.NON_SPACING_MARK
				|| type == Character.COMBINING_SPACING_MARK);
	}

	/**
	 * Letters and marks that show nothing: what Unicode's Default_Ignorable_Code_Point
	 * has besides the formats.
	 */
	private static boolean isFiller(int c) {
		return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x3164 || c == 0xFFA0
				|| (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
	}

	/**
	 * Two addresses that look alike must not differ in what cannot be seen. A code point
	 * that this Java does not know yet is refused too: a later one might fold its case,
	 * and the same address would get another key.
	 */
	private static boolean isVisible(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> !isFiller(c);
		};
	}

	private static int length(String text) {
		return text.codePointCount(0, text.length());
	}

}
