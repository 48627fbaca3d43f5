/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Who may do what: OAuth2 bearer tokens, once an issuer is set.
 */
@NullMarked
package io.github.enrol.http.security;

import org.jspecify.annotations.NullMarked;
