/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.http.HttpHeaders;

/**
 * The header {@code Prefer} (RFC 7240).
 *
 * @param all preferences, in lower case and without parameters
 */
record Preferences(Set<String> all) {

	static final String APPLIED = "Preference-Applied";

	static final String RETURN_MINIMAL = "return=minimal";

	static final String RESPOND_ASYNC = "respond-async";

	static Preferences of(HttpHeaders headers) {
		return new Preferences(headers.getOrEmpty("Prefer")
			.stream()
			.flatMap((preferences) -> Stream.of(preferences.split(",")))
			.map((preference) -> preference.split(";", 2)[0].replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet()));
	}

	boolean returnMinimal() {
		return this.all.contains(RETURN_MINIMAL);
	}

	boolean respondAsync() {
		return this.all.contains(RESPOND_ASYNC);
	}

}
