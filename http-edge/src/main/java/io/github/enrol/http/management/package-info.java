/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The operators' endpoints on a port of their own.
 */
@NullMarked
package io.github.enrol.http.management;

import org.jspecify.annotations.NullMarked;
