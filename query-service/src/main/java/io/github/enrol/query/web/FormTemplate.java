/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A template of HAL-FORMS: what a client may send, where, and how.
 *
 * @param target the URL; with GET, the properties are its query
 * @param contentType of the body, null without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FormTemplate(String title, String method, String target, @Nullable String contentType,
		List<Property> properties) {

	/**
	 * A property, which generic clients show as an input element of HTML.
	 *
	 * @param type of the input element
	 * @param regex what a value matches
	 * @param placeholder an example
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Property(String name, String prompt, String type, @Nullable Boolean required, @Nullable Integer maxLength,
			@Nullable Integer min, @Nullable Integer max, @Nullable String regex, @Nullable String placeholder) {

		static Property required(String name, String prompt, String type, int maxLength) {
			return new Property(name, prompt, type, true, maxLength, null, null, null, null);
		}

		static Property optional(String name, String prompt, String type, int maxLength) {
			return new Property(name, prompt, type, null, maxLength, null, null, null, null);
		}

		/**
		 * Returns a text: the only date and time of HTML is one without an offset.
		 */
		static Property optionalTime(String name, String prompt) {
			return new Property(name, prompt, "text", null, null, null, null, FilterParameters.TIME_PATTERN,
					FilterParameters.EXAMPLE_TIME);
		}

		static Property optionalNumber(String name, String prompt, int min, int max) {
			return new Property(name, prompt, "number", null, null, min, max, null, null);
		}

	}

}
