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
 * The one rule that says which texts are an email address, and which of them are the same
 * address (ADR 8). It is the key of commands, events and of the store, and decides what
 * the read model finds.
 * <p>
 * Accepted is what looks deliverable: a local part of RFC 5322's dot-atom form of at most
 * 64 octets, letters and symbols beyond ASCII included (RFC 6531), and a domain of two or
 * more labels that DNS can hold (RFC 1035, RFC 5890), at most 254 octets in all (RFC
 * 5321). Quoted local parts, address literals and invisible characters are not.
 *
 * @param typed the address as it was typed, without surrounding white space, at most
 * {@value #MAX_OCTETS} octets of UTF-8; for display
 * @param key the address in the mapping of UTS 46, its domain in A-labels, at most
 * {@value #MAX_OCTETS} octets of UTF-8: two addresses are the same if and only if their
 * keys are equal. A key is an address, and its own key.
 */
public record EmailAddress(String typed, String key) {

	/** The longest address, in octets of UTF-8. */
	public static final int MAX_OCTETS = 254;

	private static final String TOO_LONG = "must be at most " + MAX_OCTETS + " bytes long";

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
	 * @param flaw receives a phrase for the person who typed it, that does not repeat
	 * what was typed
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
