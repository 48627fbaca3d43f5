/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;
import static io.github.enrol.http.configuration.PropertyChecks.requireBaseUrl;

/**
 * The configuration of the query-service, beside Spring Boot's own.
 *
 * @param commandServiceUrl where clients reach the command-service, as an absolute URL;
 * used in the link {@code registration}
 * @param consistencyWait how long a request with a consistency token waits for the read
 * model; 1 ms to 20 s
 * @param consistencyPollInterval pause between two reads of the projection's progress
 * while requests wait; 1 ms to 1 s
 * @param maxWaiting how many requests may wait concurrently; further ones are refused; at
 * least 1
 * @param feedPollInterval pause between two looks for new users while the feed has
 * readers; 10 ms to 10 s
 * @param feedHeartbeat after how long without an event a reader of the feed gets a
 * comment; 1 s to 5 min
 * @param maxFeedReaders how many may read the feed concurrently; further ones are
 * refused; at least 1
 */
@ConfigurationProperties("query")
public record QueryProperties(@DefaultValue("http://127.0.0.1:8081") URI commandServiceUrl,
		@DefaultValue("http://127.0.0.1:8083") URI projectorServiceUrl, @DefaultValue("2s") Duration consistencyWait,
		@DefaultValue("10ms") Duration consistencyPollInterval, @DefaultValue("1000") int maxWaiting,
		@DefaultValue("100ms") Duration feedPollInterval, @DefaultValue("15s") Duration feedHeartbeat,
		@DefaultValue("2000") int maxFeedReaders) {

	public QueryProperties {
		requireBaseUrl("query.command-service-url", commandServiceUrl);
		requireBaseUrl("query.projector-service-url", projectorServiceUrl);
		requireBetween("query.consistency-wait", consistencyWait, "1ms", "20s");
		requireBetween("query.consistency-poll-interval", consistencyPollInterval, "1ms", "1s");
		requireAtLeast("query.max-waiting", maxWaiting, 1);
		requireBetween("query.feed-poll-interval", feedPollInterval, "10ms", "10s");
		requireBetween("query.feed-heartbeat", feedHeartbeat, "1s", "5m");
		requireAtLeast("query.max-feed-readers", maxFeedReaders, 1);
	}

}
