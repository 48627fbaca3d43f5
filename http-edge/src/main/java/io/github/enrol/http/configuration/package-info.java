/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Validation of the services' own configuration.
 */
@NullMarked
package io.github.enrol.http.configuration;

import org.jspecify.annotations.NullMarked;
