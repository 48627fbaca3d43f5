/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Generates the OpenAPI documents of the services, and compares what services answer with
 * them.
 */
@NullMarked
package io.github.enrol.testing.openapi;

import org.jspecify.annotations.NullMarked;
