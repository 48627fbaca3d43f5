/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Metrics that every service has.
 */
@NullMarked
package io.github.enrol.http.metrics;

import org.jspecify.annotations.NullMarked;
