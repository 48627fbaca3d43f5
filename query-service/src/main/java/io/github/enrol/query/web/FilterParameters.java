/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.Timestamps;
import io.github.enrol.events.UserName;
import io.github.enrol.query.readmodel.UserFilter;

/**
 * The query parameters that are a filter.
 */
final class FilterParameters {

	static final String EMAIL = "email";

	static final String NAME = "name";

	static final String CREATED_AFTER = "created_after";

	static final String CREATED_BEFORE = "created_before";

	/** A time, for people who fill in a form. */
	static final String EXAMPLE_TIME = "2026-11-26T09:30:00Z";

	/** What RFC 3339 allows, as a regular expression of HTML's. */
	static final String TIME_PATTERN = "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+\\-]\\d\\d:\\d\\d)";

	private static final String SPACE = "must not contain a space; a plus sign in a URL is written %2B";

	private FilterParameters() {
	}

	static UserFilter read(QueryParameters parameters) {
		Optional<Instant> after = parameters.read(CREATED_AFTER, FilterParameters::time);
		Optional<Instant> before = parameters.read(CREATED_BEFORE, FilterParameters::time);
		if (after.isPresent() && before.isPresent() && !before.get().isAfter(after.get())) {
			parameters.reject(CREATED_BEFORE, "must be later than " + CREATED_AFTER);
		}
		return new UserFilter(parameters.read(EMAIL, FilterParameters::email),
				parameters.read(NAME, UserName::readPrefix), after.map(FilterParameters::wholeMillis),
				before.map(FilterParameters::wholeMillis));
	}

	/**
	 * Returns the parameters of a filter, for its links.
	 */
	static Map<String, Object> of(UserFilter filter) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		filter.email().ifPresent((email) -> parameters.put(EMAIL, email.typed()));
		filter.namePrefix().ifPresent((prefix) -> parameters.put(NAME, prefix));
		filter.createdAfter().ifPresent((time) -> parameters.put(CREATED_AFTER, time));
		filter.createdBefore().ifPresent((time) -> parameters.put(CREATED_BEFORE, time));
		return parameters;
	}

	/**
	 * Refuses a space even where it would be trimmed: in a query it is more often a plus
	 * sign, which belongs to the address.
	 */
	private static Optional<EmailAddress> email(String text, Consumer<String> flaw) {
		if (text.indexOf(' ') >= 0) {
			flaw.accept(SPACE);
			return Optional.empty();
		}
		return EmailAddress.read(text, flaw);
	}

	private static Optional<Instant> time(String text, Consumer<String> flaw) {
		if (text.indexOf(' ') >= 0) {
			flaw.accept(SPACE);
			return Optional.empty();
		}
		try {
			Instant time = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
			if (Timestamps.isInRange(time) && Timestamps.isInRange(wholeMillis(time))) {
				return Optional.of(time);
			}
			flaw.accept("must be within the years 1970 to 9999");
		}
		catch (DateTimeException ex) {
			flaw.accept("must be a date and time with an offset, such as " + EXAMPLE_TIME);
		}
		return Optional.empty();
	}

	/**
	 * Rounds up, which as a bound of whole milliseconds is the same.
	 */
	private static Instant wholeMillis(Instant time) {
		Instant truncated = time.truncatedTo(ChronoUnit.MILLIS);
		return truncated.equals(time) ? time : truncated.plus(Duration.ofMillis(1));
	}

}
