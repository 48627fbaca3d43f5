/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Traces of requests, which carry no personal data.
 */
@NullMarked
package io.github.enrol.http.tracing;

import org.jspecify.annotations.NullMarked;
