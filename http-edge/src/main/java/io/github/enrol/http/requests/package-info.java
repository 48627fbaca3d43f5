/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Corrects or refuses requests before Spring MVC sees them.
 */
@NullMarked
package io.github.enrol.http.requests;

import org.jspecify.annotations.NullMarked;
