/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The single rule for what is an email address and which texts are the same address (ADR
 * 8). Its key is the key of commands, events and the store, and of look-ups in the read
 * model.
 * <p>
 * Accepted is what looks deliverable: a local part of RFC 5322's dot-atom form of at most
 * 64 octets, letters and symbols beyond ASCII included (RFC 6531), and a domain of two or
 * more labels that DNS can hold (RFC 1035, RFC 5890), at most 254 octets in all (RFC
 * 5321). Quoted local parts, address literals and invisible characters are refused.
 *
 * @param typed the address as typed, without surrounding white space, at most
 * {@value #MAX_OCTETS} octets of UTF-8; for display
 * @param key the address in the mapping of UTS 46, its domain in A-labels, at most
 * {@value #MAX_OCTETS} octets of UTF-8: two addresses are the same if and only if their
 * keys are equal. A key is itself an address, whose key is the same text.
 */
public record EmailAddress(String typed, String key) {

	/** Maximum length of an address, in octets of UTF-8. */
	public static final int MAX_OCTETS = 254;

	private static final String TOO_LONG = "must be at most " + MAX_OCTETS + " bytes long";

	/**
	 * Parses an address.
	 * @throws IllegalArgumentException if it is invalid, with the phrase of
	 * {@link #read(String, Consumer)}
	 */
	public static EmailAddress of(String input) {
		return read(input, (flaw) -> {
			throw new IllegalArgumentException(flaw);
		}).orElseThrow();
	}

	/**
	 * Parses an address, or reports what is wrong with the text.
	 * @param flaw receives a human-readable phrase that does not repeat the input
	 * @return empty if there is a flaw
	 */
	public static Optional<EmailAddress> read(String input, Consumer<String> flaw) {
		String typed = CodePoints.trim(input);
		int at = typed.indexOf('@');
		String found = flaw(typed);
		if (found != null) {
			flaw.accept(found);
			return Optional.empty();
		}
		LocalPart local = LocalPart.of(typed.substring(0, at));
		DomainName domain = DomainName.of(typed.substring(at + 1));
		EmailAddress address = new EmailAddress(typed, local.mapped() + '@' + domain.ascii());
		found = address.flaw(local, domain);
		if (found != null) {
			flaw.accept(found);
			return Optional.empty();
		}
		return Optional.of(address);
	}

	private static @Nullable String flaw(String typed) {
		if (typed.isEmpty()) {
			return "must not be blank";
		}
		if (isTooLong(typed)) {
			return TOO_LONG;
		}
		boolean oneAt = typed.contains("@") && typed.indexOf('@') == typed.lastIndexOf('@');
		return oneAt ? null : "must be an email address, with one @";
	}

	private @Nullable String flaw(LocalPart local, DomainName domain) {
		String localFlaw = local.flaw();
		if (localFlaw != null) {
			return localFlaw;
		}
		String domainFlaw = domain.flaw();
		return (domainFlaw == null && isTooLong(this.key)) ? TOO_LONG : domainFlaw;
	}

	private static boolean isTooLong(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS;
	}

}
