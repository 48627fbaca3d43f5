/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a problem's {@code errors}: the place of the invalid value and what is
 * wrong with it. Exactly one of the places is set.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request's body, empty for the body
 * itself
 * @param parameter name of a query parameter
 * @param header name of a request header
 * @param detail a human-readable phrase that does not repeat the value
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvalidValue(@Nullable String pointer, @Nullable String parameter, @Nullable String header,
		String detail) {

	public static InvalidValue inBody(String pointer, String detail) {
		return new InvalidValue(pointer, null, null, detail);
	}

	public static InvalidValue inParameter(String parameter, String detail) {
		return new InvalidValue(null, parameter, null, detail);
	}

	public static InvalidValue inHeader(String header, String detail) {
		return new InvalidValue(null, null, header, detail);
	}

}
