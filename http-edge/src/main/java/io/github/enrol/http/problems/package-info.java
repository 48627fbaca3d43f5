/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Answers every error of an HTTP service as a problem detail (RFC 9457), including those
 * that arise before a controller is reached.
 */
@NullMarked
package io.github.enrol.http.problems;

import org.jspecify.annotations.NullMarked;
