/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.net.URI;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireOrigins;

/**
 * Which pages may use a service, under {@code server.cors}.
 *
 * @param allowedOrigins such as {@code https://console.example.com}; none by default
 */
@ConfigurationProperties("server.cors")
record CorsProperties(@DefaultValue List<URI> allowedOrigins) {

	CorsProperties {
		requireOrigins("server.cors.allowed-origins", allowedOrigins);
	}

}
