/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Invalid requests, and rules for the answers to them.
 */
@NullMarked
package io.github.enrol.system.fuzz;

import org.jspecify.annotations.NullMarked;
