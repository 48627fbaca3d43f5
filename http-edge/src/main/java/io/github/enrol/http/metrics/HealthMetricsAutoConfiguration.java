/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * Shows liveness and readiness as metrics, for alerts where no orchestrator checks them.
 * A scrape is a check: it may wait for a dependency that is missing.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration")
@ConditionalOnClass({ HealthEndpoint.class, MeterRegistry.class })
@ConditionalOnBean(HealthEndpoint.class)
public final class HealthMetricsAutoConfiguration {

	@Bean
	MeterBinder healthMetrics(HealthEndpoint health) {
		return (meters) -> {
			gauge("liveness", health, meters);
			gauge("readiness", health, meters);
		};
	}

	private static void gauge(String group, HealthEndpoint health, MeterRegistry meters) {
		Gauge.builder("health.up", health, (endpoint) -> isUp(endpoint.healthForPath(group)) ? 1 : 0)
			.tag("group", group)
			.description("1 if the instance is live or ready, otherwise 0")
			.register(meters);
	}

	private static boolean isUp(@Nullable HealthDescriptor health) {
		return health != null && Status.UP.equals(health.getStatus());
	}

}
