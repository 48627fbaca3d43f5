/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Filters that see a request before Spring MVC does.
 */
@NullMarked
package io.github.enrol.http.requests;

import org.jspecify.annotations.NullMarked;
