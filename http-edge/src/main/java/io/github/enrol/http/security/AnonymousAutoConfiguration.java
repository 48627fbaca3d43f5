/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Limits what can be reached of a service that asks nobody for a token.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "security.jwt.issuer", havingValue = "false", matchIfMissing = true)
@EnableConfigurationProperties(AnonymousProperties.class)
public final class AnonymousAutoConfiguration {

	@Bean
	AnonymousAccess anonymousAccess(AnonymousProperties properties) {
		return new AnonymousAccess(properties);
	}

}
