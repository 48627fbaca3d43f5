/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Reads users and the projection's progress from the database.
 */
@NullMarked
package io.github.enrol.query.readmodel;

import org.jspecify.annotations.NullMarked;
