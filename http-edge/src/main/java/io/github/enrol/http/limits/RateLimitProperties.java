/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;

/**
 * What one client may ask of one instance, under {@code rate-limit}.
 *
 * @param requests how many it may send in a period; any number if 0
 * @param importLines how many lines of imports may be its in a period; any number if 0
 * @param period begins with a client's first request; 1 s to 1 day
 * @param maxClients how many are told apart, of some 300 bytes each; at least 1
 */
@ConfigurationProperties("rate-limit")
record RateLimitProperties(@DefaultValue("0") int requests, @DefaultValue("0") int importLines,
		@DefaultValue("1m") Duration period, @DefaultValue("100000") int maxClients) {

	RateLimitProperties {
		requireAtLeast("rate-limit.requests", requests, 0);
		requireAtLeast("rate-limit.import-lines", importLines, 0);
		requireBetween("rate-limit.period", period, "1s", "1d");
		requireAtLeast("rate-limit.max-clients", maxClients, 1);
	}

}
