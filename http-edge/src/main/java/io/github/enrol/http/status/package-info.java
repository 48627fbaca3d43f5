/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a service does and how it fares, in one resource for people and their tools.
 */
@NullMarked
package io.github.enrol.http.status;

import org.jspecify.annotations.NullMarked;
