/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Limits what one client may ask of a service.
 */
@NullMarked
package io.github.enrol.http.limits;

import org.jspecify.annotations.NullMarked;
