/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireBaseUrl;

/**
 * What callers are told, under {@code registration}.
 *
 * @param queryServiceUrl where callers reach the query-service, as an absolute URL; used
 * in {@code Location}
 * @param concealRegistered whether a registration is answered alike, be its address free
 * or registered
 */
@ConfigurationProperties("registration")
public record WebProperties(@DefaultValue("http://127.0.0.1:8082") URI queryServiceUrl,
		@DefaultValue("false") boolean concealRegistered) {

	public WebProperties {
		requireBaseUrl("registration.query-service-url", queryServiceUrl);
	}

}
