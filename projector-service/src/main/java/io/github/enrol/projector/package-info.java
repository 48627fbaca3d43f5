/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The write side of the read model: projects {@code user-events} into the database.
 */
@NullMarked
package io.github.enrol.projector;

import org.jspecify.annotations.NullMarked;
