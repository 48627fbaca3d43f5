/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Requests that no client should send, and what may be answered to them.
 */
@NullMarked
package io.github.enrol.system.fuzz;

import org.jspecify.annotations.NullMarked;
