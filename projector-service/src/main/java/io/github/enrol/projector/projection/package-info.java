/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Applies {@code user-events} to the read model, exactly once.
 */
@NullMarked
package io.github.enrol.projector.projection;

import org.jspecify.annotations.NullMarked;
