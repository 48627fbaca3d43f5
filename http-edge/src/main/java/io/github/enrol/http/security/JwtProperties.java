/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.net.URI;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireText;
import static io.github.enrol.http.configuration.PropertyChecks.requireWebUrl;

/**
 * Whose bearer tokens are accepted, under {@code security.jwt}.
 *
 * @param issuer the {@code iss} of each token; its keys are found by OpenID Connect
 * Discovery or RFC 8414, unless one of the next two is set
 * @param jwkSetUri of the issuer's keys (RFC 7517)
 * @param publicKey file of the issuer's only key, RSA in PEM format, for RS256
 * @param audience which each token must name among its {@code aud}
 */
@ConfigurationProperties("security.jwt")
record JwtProperties(URI issuer, @Nullable URI jwkSetUri, @Nullable Path publicKey,
		@DefaultValue("enrol") String audience) {

	JwtProperties {
		requireWebUrl("security.jwt.issuer", issuer);
		if (jwkSetUri != null) {
			requireWebUrl("security.jwt.jwk-set-uri", jwkSetUri);
		}
		requireText("security.jwt.audience", audience);
	}

}
