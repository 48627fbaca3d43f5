/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.events.Timestamps;
import io.github.enrol.query.readmodel.Arrivals;
import io.github.enrol.query.readmodel.Arrivals.Arrival;
import io.github.enrol.query.readmodel.FeedPosition;
import io.github.enrol.query.readmodel.UserView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ProblemDetail;

/**
 * The events of the feed as text (HTML, 9.2: server-sent events). Each has one line of
 * data, since JSON has no line breaks unless asked for.
 */
final class FeedEvents {

	/** Ignored by readers; shows that the connection lives. */
	static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final int MIN_RETRY_MILLIS = 1_000;

	private static final int MAX_RETRY_MILLIS = 4_000;

	private final JsonMapper json;

	FeedEvents(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Says when to come back after a break: not all readers at once.
	 */
	static byte[] retry() {
		int millis = ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
		return ("retry: " + millis + "\n").getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Says from where on the feed is complete, so that a reader can go on there although
	 * no user has come since.
	 */
	byte[] position(FeedPosition position) {
		return event("position", position, Map.of("as_of", Timestamps.format(Instant.now())));
	}

	byte[] users(Arrivals arrivals, UserLinks links) {
		StringBuilder text = new StringBuilder();
		for (Arrival arrival : arrivals.users()) {
			UserView user = arrival.user();
			if (user != null) {
				append(text, "user", arrival.position(), FeedUser.of(user, links));
			}
			else {
				append(text, "erased", arrival.position(), Map.of("id", arrival.id()));
			}
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	byte[] unavailable(ProblemDetail problem) {
		return event("unavailable", null, problem);
	}

	private byte[] event(String name, @Nullable FeedPosition id, Object data) {
		StringBuilder text = new StringBuilder();
		append(text, name, id, data);
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void append(StringBuilder text, String name, @Nullable FeedPosition id, Object data) {
		text.append("event: ").append(name).append('\n');
		if (id != null) {
			text.append("id: ").append(id.encode()).append('\n');
		}
		text.append("data: ").append(this.json.writeValueAsString(data)).append("\n\n");
	}

	/**
	 * A user as in the list, where Spring HATEOAS renders the link.
	 */
	private record FeedUser(String id, String name, String email, @JsonProperty("created_at") String createdAt,
			@JsonProperty("_links") Map<String, Map<String, String>> links) {

		static FeedUser of(UserView user, UserLinks links) {
			return new FeedUser(user.id(), user.name(), user.email(),
					Timestamps.format(user.createdAt().toInstant(ZoneOffset.UTC)),
					Map.of("self", Map.of("href", links.user(user).getHref())));
		}

	}

}
