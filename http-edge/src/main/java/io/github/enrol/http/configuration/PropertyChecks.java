/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Checks for the constructors of configuration records. They throw an
 * {@link InvalidConfigurationPropertyValueException} with the full name of the property,
 * its value and the allowed range, which Spring Boot shows when the start fails.
 * <p>
 * Bean Validation would do the same, but Hibernate Validator costs each start 800 classes
 * and 0.3 s of processor time.
 */
public final class PropertyChecks {

	private PropertyChecks() {
	}

	/**
	 * Requires a number from {@code least} to {@code most}, both included.
	 */
	public static void requireBetween(String property, int value, int least, int most) {
		require(value >= least && value <= most, property, value, least + " to " + most);
	}

	/**
	 * Requires a duration from {@code least} to {@code most}, both included.
	 * @param least in the format of a property, such as {@code 100ms}
	 * @param most in the same format
	 */
	public static void requireBetween(String property, Duration value, String least, String most) {
		require(value.compareTo(DurationStyle.detectAndParse(least)) >= 0
				&& value.compareTo(DurationStyle.detectAndParse(most)) <= 0, property, value, least + " to " + most);
	}

	public static void requireAtLeast(String property, int value, int least) {
		require(value >= least, property, value, "at least " + least);
	}

	/**
	 * Requires a size of at least {@code least}.
	 * @param least in the format of a property, such as {@code 8MB}
	 */
	public static void requireAtLeast(String property, DataSize value, String least) {
		require(value.compareTo(DataSize.parse(least)) >= 0, property, value, "at least " + least);
	}

	/**
	 * Requires a valid replication factor: 1 to 9, or -1 for the broker's default.
	 */
	public static void requireReplicationFactor(String property, short value) {
		require(value == -1 || (value >= 1 && value <= 9), property, value,
				"1 to 9, or -1 for the default of the broker");
	}

	/**
	 * Requires names of topics and their settings, such as
	 * {@code user-events/retention.ms}.
	 */
	public static void requireTopicSettings(String property, List<String> values) {
		for (String value : values) {
			require(value.matches("[^/\\s]+/[^/\\s]+"), property, value,
					"topic/setting, such as user-events/retention.ms, separated by commas");
		}
	}

	/**
	 * Requires an absolute HTTP URL that clients can follow.
	 */
	public static void requireWebUrl(String property, URI value) {
		boolean web = "http".equalsIgnoreCase(value.getScheme()) || "https".equalsIgnoreCase(value.getScheme());
		boolean port = value.getPort() == -1 || (value.getPort() >= 1 && value.getPort() <= 65_535);
		require(web && port && value.getHost() != null, property, value,
				"an absolute http or https URL, such as http://127.0.0.1:8080");
	}

	/**
	 * Requires an absolute HTTP URL to which paths can be added.
	 */
	public static void requireBaseUrl(String property, URI value) {
		requireWebUrl(property, value);
		// Spring HATEOAS takes any other scheme for a path.
		boolean bare = value.getRawQuery() == null && value.getRawFragment() == null;
		require(bare && value.toString().startsWith("http"), property, value,
				"an absolute http or https URL, its scheme in lower case, without a query or a fragment, since paths are added to it");
	}

	/**
	 * Requires origins of web pages (RFC 6454): scheme, host and port, without a path.
	 */
	public static void requireOrigins(String property, List<URI> values) {
		for (URI value : values) {
			requireWebUrl(property, value);
			require(value.getRawPath().isEmpty() && value.getRawQuery() == null && value.getRawFragment() == null
					&& value.getRawUserInfo() == null, property, value,
					"scheme, host and port alone, such as https://console.example.com");
		}
	}

	/**
	 * Requires names of hosts, without a port.
	 */
	public static void requireHostNames(String property, List<String> values) {
		for (String value : values) {
			require(value.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"), property, value,
					"names of hosts without a port, such as enrol.example.com, separated by commas");
		}
	}

	public static void requireText(String property, @Nullable String value) {
		require(StringUtils.hasText(value), property, value, "a text that is not blank");
	}

	private static void require(boolean allowed, String property, @Nullable Object value, String range) {
		if (!allowed) {
			throw new InvalidConfigurationPropertyValueException(property, value, "It must be " + range);
		}
	}

}
