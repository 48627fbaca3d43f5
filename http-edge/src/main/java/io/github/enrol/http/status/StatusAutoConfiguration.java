/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Serves the status of a service that has something to say about itself.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(HealthEndpoint.class)
@ConditionalOnBean({ HealthEndpoint.class, StatusContributor.class })
public final class StatusAutoConfiguration {

	/** The path of the resource, on every service. */
	public static final String PATH = "/status";

	@Bean
	StatusController statusController(@Value("${spring.application.name}") String service,
			@Value("${HOSTNAME:localhost}:${server.port}") String instance, HealthEndpoint health,
			ObjectProvider<StatusContributor> contributors, ApplicationContext context) {
		return new StatusController(service, instance,
				Instant.ofEpochMilli(context.getStartupDate()).truncatedTo(ChronoUnit.MILLIS), health,
				contributors.orderedStream().toList());
	}

}
