/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Rebuilds the read model from {@code user-events} while it is being read and written.
 */
@NullMarked
package io.github.enrol.projector.rebuild;

import org.jspecify.annotations.NullMarked;
