/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.net.InetAddress;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Where no issuer of tokens is set, everybody who reaches the service may do everything.
 * So it refuses to listen elsewhere than on loopback, unless that is meant.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "security.jwt.issuer", havingValue = "false", matchIfMissing = true)
@EnableConfigurationProperties(AnonymousProperties.class)
public final class AnonymousAutoConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> requireLoopback(AnonymousProperties properties) {
		return (factory) -> {
			InetAddress address = factory.getAddress();
			if (!properties.allowAnonymous() && (address == null || !address.isLoopbackAddress())) {
				throw new InvalidConfigurationPropertyValueException("server.address",
						(address != null) ? address.getHostAddress() : "",
						"Everybody who reaches it could do everything. Set security.jwt.issuer, or 127.0.0.1 here, or security.allow-anonymous=true if that is meant");
			}
		};
	}

}
