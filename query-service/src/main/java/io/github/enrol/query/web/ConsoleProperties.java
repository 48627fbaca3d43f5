/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static io.github.enrol.http.configuration.PropertyChecks.requireText;

/**
 * How people sign in to the console, under {@code security.console}.
 *
 * @param clientId of a public client (RFC 6749, section 2.1) of the tokens' issuer, which
 * has the console's address as a redirect URI; without, tokens are entered by hand
 * @param scope what the console asks for, separated by spaces; an issuer may grant less
 */
@ConfigurationProperties("security.console")
record ConsoleProperties(@Nullable String clientId, @DefaultValue("users:register users:read ops") String scope) {

	ConsoleProperties {
		if (clientId != null) {
			requireText("security.console.client-id", clientId);
		}
		requireText("security.console.scope", scope);
	}

	/**
	 * Requires somebody who knows the client.
	 */
	URI requireIssuer(@Nullable URI issuer) {
		if (issuer == null) {
			throw new InvalidConfigurationPropertyValueException("security.console.client-id", this.clientId,
					"It needs security.jwt.issuer, whose client it is");
		}
		return issuer;
	}

}
