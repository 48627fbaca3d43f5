/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tests the services as a user runs them: jars, processes, HTTP.
 */
@NullMarked
package io.github.enrol.system;

import org.jspecify.annotations.NullMarked;
