/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;
import static io.github.enrol.http.configuration.PropertyChecks.requireText;

/**
 * The path of a request to its actor and back, under {@code registration}.
 *
 * @param instanceId distinguishes instances; determines which partition of
 * {@code user-replies} this instance reads. Two instances may share a partition
 * @param replyTimeout how long a request waits for its outcome before it is answered 503;
 * 100 ms to 5 min
 * @param maxInFlight how many requests may wait concurrently; further ones are answered
 * 503 at once; at least 1
 * @param rulesVersion of the decision rules for the commands of this instance; from 1 to
 * the newest that this build knows
 */
@ConfigurationProperties("registration")
public record GatewayProperties(String instanceId, @DefaultValue("5s") Duration replyTimeout,
		@DefaultValue("2048") int maxInFlight, @DefaultValue("1") int rulesVersion) {

	public GatewayProperties {
		requireText("registration.instance-id", instanceId);
		requireBetween("registration.reply-timeout", replyTimeout, "100ms", "5m");
		requireAtLeast("registration.max-in-flight", maxInFlight, 1);
		requireBetween("registration.rules-version", rulesVersion, DecisionRules.FIRST, DecisionRules.newest());
	}

}
