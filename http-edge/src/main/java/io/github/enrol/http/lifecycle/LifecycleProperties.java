/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.lifecycle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;

/**
 * The start and the stop of a service, beside Spring Boot's own properties under
 * {@code server}.
 *
 * @param shutdownDelay how long a stopping service still accepts requests after it has
 * reported that it is not ready; 0 s to 5 min. Longer than a load balancer takes to
 * notice
 * @param warmUp how long a service that has started asks itself before it reports that it
 * is ready; 0 s to 1 min
 */
@ConfigurationProperties("server")
record LifecycleProperties(@DefaultValue("0s") Duration shutdownDelay, @DefaultValue("0s") Duration warmUp) {

	LifecycleProperties {
		requireBetween("server.shutdown-delay", shutdownDelay, "0s", "5m");
		requireBetween("server.warm-up", warmUp, "0s", "1m");
	}

}
