/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be done without tokens, under {@code security}.
 *
 * @param allowAnonymous whether a service may listen elsewhere than on loopback without
 * asking for tokens
 */
@ConfigurationProperties("security")
record AnonymousProperties(@DefaultValue("false") boolean allowAnonymous) {
}
