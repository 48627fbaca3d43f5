/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Is ready only once it is fast, and lets load balancers and callers leave before the web
 * server stops.
 */
@NullMarked
package io.github.enrol.http.lifecycle;

import org.jspecify.annotations.NullMarked;
