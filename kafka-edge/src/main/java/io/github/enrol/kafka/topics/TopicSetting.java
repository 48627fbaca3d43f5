/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.topics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A setting of a topic, and what it must be.
 *
 * @param name as in Kafka's topic configuration
 * @param created the value for a new topic
 * @param needed describes the allowed values, after "instead of"
 * @param allowed whether an existing topic may have a value
 * @param severity of any other value
 * @param reason what happens with any other value, after "so that"
 */
public record TopicSetting(String name, String created, String needed, Predicate<String> allowed, Severity severity,
		String reason) {

	static TopicSetting exactly(String name, String value, Severity severity, String reason) {
		return new TopicSetting(name, value, value, value::equals, severity, reason);
	}

	/**
	 * A limit that must not be there.
	 */
	static TopicSetting unlimited(String name, Severity severity, String reason) {
		return new TopicSetting(name, "-1", "-1", List.of("-1", Long.toString(Long.MAX_VALUE))::contains, severity,
				reason);
	}

	/**
	 * A limit that must be there.
	 */
	static TopicSetting limited(String name, long created, Severity severity, String reason) {
		return new TopicSetting(name, Long.toString(created), "a limit",
				(value) -> !List.of("-1", Long.toString(Long.MAX_VALUE)).contains(value), severity, reason);
	}

	/**
	 * A setting of new topics only.
	 */
	static TopicSetting any(String name, String created) {
		return new TopicSetting(name, created, "any value", (value) -> true, Severity.ADVISED, "");
	}

	/**
	 * A number of which more is better; -1 is unlimited.
	 */
	static TopicSetting atLeast(String name, long created, long least, Severity severity, String reason) {
		return new TopicSetting(name, Long.toString(created), "at least " + least,
				(value) -> Long.parseLong(value) >= least || value.equals("-1"), severity, reason);
	}

	static TopicSetting atMost(String name, long most, Severity severity, String reason) {
		return new TopicSetting(name, Long.toString(most), "at most " + most, (value) -> Long.parseLong(value) <= most,
				severity, reason);
	}

	/**
	 * A list that must not have an element.
	 */
	static TopicSetting without(String name, String created, String element, Severity severity, String reason) {
		return new TopicSetting(name, created, "a value without " + element,
				(value) -> !elements(value).contains(element), severity, reason);
	}

	/**
	 * A list that must have an element.
	 */
	static TopicSetting with(String name, String element, Severity severity, String reason) {
		return new TopicSetting(name, element, "a value with " + element, (value) -> elements(value).contains(element),
				severity, reason);
	}

	static List<String> elements(String list) {
		return Arrays.stream(list.split(",")).map(String::strip).toList();
	}

	/**
	 * What to do about a topic without a setting.
	 */
	public enum Severity {

		/** Refuse to use it: the service would not work. */
		REQUIRED,

		/** Refuse to use it, unless somebody allows the loss. */
		KEEPS_DATA,

		/** Use it, with a warning. */
		ADVISED

	}

}
