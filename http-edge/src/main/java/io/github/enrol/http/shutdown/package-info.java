/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Lets load balancers and callers leave before the web server stops.
 */
@NullMarked
package io.github.enrol.http.shutdown;

import org.jspecify.annotations.NullMarked;
