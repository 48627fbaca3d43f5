/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves Spring Boot's tracing out while it is off. Its own property stops exporting
 * alone: each request would still have spans, which nobody sees.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

	/** Whether traces are recorded and exported; not by default. */
	static final String PROPERTY = "management.tracing.export.enabled";

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
		boolean on = Objects.requireNonNull(this.environment).getProperty(PROPERTY, Boolean.class, false);
		boolean[] matches = new boolean[autoConfigurations.length];
		for (int i = 0; i < matches.length; i++) {
			matches[i] = on || !isTracing(autoConfigurations[i]);
		}
		return matches;
	}

	private static boolean isTracing(@Nullable String autoConfiguration) {
		return autoConfiguration != null
				&& Stream.of("org.springframework.boot.micrometer.tracing.", "org.springframework.boot.opentelemetry.")
					.anyMatch(autoConfiguration::startsWith);
	}

}
