/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;
import static io.github.enrol.http.configuration.PropertyChecks.requireReplicationFactor;
import static io.github.enrol.http.configuration.PropertyChecks.requireTopicSettings;

/**
 * The configuration of the projector-service, under {@code projection}.
 *
 * @param retryInterval delay after a first failure; doubles with each further one; 1 ms
 * to 1 min
 * @param maxRetryInterval longest delay between two attempts; {@code retryInterval} to 1
 * min
 * @param statusInterval least time between two reports of the lag in the database; 100 ms
 * to 5 s
 * @param deadLetterPartitions partitions of {@code user-events.dlt} when this service
 * creates it; 1 to 1,000
 * @param replicationFactor of {@code user-events.dlt} when this service creates it; 1 to
 * 9, or -1 for the broker's default
 * @param deadLetterRetention how long {@code user-events.dlt} keeps letters when this
 * service creates it; 1 day to 36,500 days
 * @param tombstoneRetention how long {@code user-events} keeps erasures, as set for the
 * command-service; 1 day to 36,500 days
 * @param allowedTopicSettings settings of an existing {@code user-events.dlt} that are
 * accepted although they lose letters, each as {@code topic/setting}
 */
@ConfigurationProperties("projection")
public record ProjectionProperties(@DefaultValue("100ms") Duration retryInterval,
		@DefaultValue("5s") Duration maxRetryInterval, @DefaultValue("1s") Duration statusInterval,
		@DefaultValue("1") int deadLetterPartitions, @DefaultValue("3") short replicationFactor,
		@DefaultValue("30d") Duration deadLetterRetention, @DefaultValue("7d") Duration tombstoneRetention,
		@DefaultValue List<String> allowedTopicSettings) {

	public ProjectionProperties {
		requireBetween("projection.retry-interval", retryInterval, "1ms", "1m");
		requireBetween("projection.max-retry-interval", maxRetryInterval, retryInterval.toMillis() + "ms", "1m");
		requireBetween("projection.status-interval", statusInterval, "100ms", "5s");
		requireBetween("projection.dead-letter-partitions", deadLetterPartitions, 1, 1_000);
		requireReplicationFactor("projection.replication-factor", replicationFactor);
		requireBetween("projection.dead-letter-retention", deadLetterRetention, "1d", "36500d");
		requireBetween("projection.tombstone-retention", tombstoneRetention, "1d", "36500d");
		requireTopicSettings("projection.allowed-topic-settings", allowedTopicSettings);
	}

}
