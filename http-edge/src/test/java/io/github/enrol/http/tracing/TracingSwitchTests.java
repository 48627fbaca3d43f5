/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class TracingSwitchTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void withoutThePropertyThereIsNothingOfTracing() {
		assertThat(match()).containsExactly(true, false, false, false, true);
		this.environment.setProperty(TracingSwitch.PROPERTY, "false");
		assertThat(match()).containsExactly(true, false, false, false, true);
	}

	@Test
	void withThePropertyThereIsAll() {
		this.environment.setProperty(TracingSwitch.PROPERTY, "true");
		assertThat(match()).containsOnly(true);
	}

	private boolean[] match() {
		TracingSwitch filter = new TracingSwitch();
		filter.setEnvironment(this.environment);
		String[] names = { WebMvcAutoConfiguration.class.getName(), OpenTelemetrySdkAutoConfiguration.class.getName(),
				OpenTelemetryTracingAutoConfiguration.class.getName(),
				MicrometerTracingAutoConfiguration.class.getName(), null };
		return filter.match(names, (AutoConfigurationMetadata) null);
	}

}
