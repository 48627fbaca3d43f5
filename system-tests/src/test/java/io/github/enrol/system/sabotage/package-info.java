/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Deliberately broken variants of the services, which prove the checker.
 */
@NullMarked
package io.github.enrol.system.sabotage;

import org.jspecify.annotations.NullMarked;
