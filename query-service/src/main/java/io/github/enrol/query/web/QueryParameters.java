/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;

import org.springframework.util.MultiValueMap;

/**
 * Reads query parameters and reports all invalid ones at once.
 */
final class QueryParameters {

	static final String AT = "at";

	static final InvalidValue INVALID_TOKEN = InvalidValue.inParameter(AT,
			"must be a consistency token that a registration gave");

	private final MultiValueMap<String, String> given;

	private final List<InvalidValue> errors = new ArrayList<>();

	QueryParameters(MultiValueMap<String, String> given) {
		this.given = given;
	}

	/**
	 * Reads a parameter that may be given once.
	 * @param reader returns an empty result for an invalid value
	 * @param expectation the error detail for an invalid value
	 * @return empty if the parameter is missing or invalid
	 */
	<T> Optional<T> read(String name, Function<String, Optional<T>> reader, String expectation) {
		List<String> texts = this.given.getOrDefault(name, List.of());
		if (texts.size() > 1) {
			reject(name, "must be given only once");
			return Optional.empty();
		}
		return texts.stream().findFirst().flatMap((text) -> {
			Optional<T> value = reader.apply(text);
			if (value.isEmpty()) {
				reject(name, expectation);
			}
			return value;
		});
	}

	/**
	 * Reads a parameter that may be given once.
	 * @param reader passes the error detail for an invalid value to its second argument
	 * @return empty if the parameter is missing or invalid
	 */
	<T> Optional<T> read(String name, BiFunction<String, Consumer<String>, Optional<T>> reader) {
		return read(name, Optional::of, "").flatMap((text) -> reader.apply(text, (flaw) -> reject(name, flaw)));
	}

	Optional<ConsistencyToken> token() {
		return read(AT, ConsistencyToken::decode, INVALID_TOKEN.detail());
	}

	void reject(String name, String detail) {
		this.errors.add(InvalidValue.inParameter(name, detail));
	}

	/**
	 * Whether all that were read so far are valid.
	 */
	boolean areValid() {
		return this.errors.isEmpty();
	}

	/**
	 * Call this after all parameters are read.
	 * @throws Problem if a parameter was invalid
	 */
	void check() {
		if (!this.errors.isEmpty()) {
			throw Problem.invalid(this.errors);
		}
	}

}
