/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireHostNames;

/**
 * What may be done without tokens, under {@code security}.
 *
 * @param allowAnonymous whether a service may listen elsewhere than on loopback without
 * asking for tokens
 * @param allowedHosts names by which such a service may be called, besides addresses and
 * localhost; every name if it may listen elsewhere and none is set
 */
@ConfigurationProperties("security")
record AnonymousProperties(@DefaultValue("false") boolean allowAnonymous, @DefaultValue List<String> allowedHosts) {

	AnonymousProperties {
		requireHostNames("security.allowed-hosts", allowedHosts);
	}

	boolean isEveryHostAllowed() {
		return this.allowAnonymous && this.allowedHosts.isEmpty();
	}

}
