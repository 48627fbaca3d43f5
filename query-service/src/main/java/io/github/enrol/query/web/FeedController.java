/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.requests.KnownParameters;
import io.github.enrol.query.readmodel.FeedPosition;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * The users as they become visible, as server-sent events.
 */
@RestController
class FeedController {

	/** For clients that cannot set the header, named as browsers call what they got. */
	static final String LAST_EVENT_ID = "lastEventId";

	private static final String HEADER = "Last-Event-ID";

	private static final String FLAW = "must be the id of an event of this feed";

	private final UsersFeed feed;

	FeedController(UsersFeed feed) {
		this.feed = feed;
	}

	/**
	 * The condition on {@code at} is that of the list, so that the two differ in media
	 * type alone.
	 */
	@GetMapping(path = UserLinks.USERS, params = "!" + QueryParameters.AT, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@KnownParameters(LAST_EVENT_ID)
	void follow(@RequestParam MultiValueMap<String, String> parameters, HttpServletRequest request,
			HttpServletResponse response) {
		FeedPosition now = this.feed.position();
		FeedPosition from = from(parameters, request, now);
		UserLinks links = UserLinks.of(request);
		if (request.getMethod().equals(HttpMethod.HEAD.name())) {
			FeedReader.addHeaders(response);
			return;
		}
		// Hours among the durations of lists would say nothing about either.
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.setPathPattern(UserLinks.USERS + "#feed"));
		this.feed.follow(request, from, links);
	}

	/**
	 * Without a position, the feed begins now. One with more partitions than there are is
	 * none of this log.
	 */
	private static FeedPosition from(MultiValueMap<String, String> parameters, HttpServletRequest request,
			FeedPosition now) {
		List<String> headers = Collections.list(request.getHeaders(HEADER));
		if (!headers.isEmpty()) {
			return parse(headers, now, InvalidValue.inHeader(HEADER, FLAW));
		}
		return parse(parameters.getOrDefault(LAST_EVENT_ID, List.of()), now,
				InvalidValue.inParameter(LAST_EVENT_ID, FLAW));
	}

	private static FeedPosition parse(List<String> texts, FeedPosition now, InvalidValue flaw) {
		// Empty is what clients have before the first event.
		if (texts.isEmpty() || texts.equals(List.of(""))) {
			return now;
		}
		return Optional.of(texts)
			.filter((given) -> given.size() == 1)
			.flatMap((given) -> FeedPosition.decode(given.get(0)))
			.filter((given) -> now.partitions() == 0 || given.partitions() <= now.partitions())
			.orElseThrow(() -> Problem.invalid(List.of(flaw)));
	}

}
