/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.lifecycle;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Adds the properties {@code server.warm-up} and {@code server.shutdown-delay}.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(LifecycleProperties.class)
public final class LifecycleAutoConfiguration {

	@Bean
	ShutdownDelay shutdownDelay(ApplicationContext context, LifecycleProperties properties) {
		return new ShutdownDelay(context, properties.shutdownDelay());
	}

	@Bean
	WarmUp warmUp(Environment environment, LifecycleProperties properties) {
		return new WarmUp(environment, properties.warmUp());
	}

}
