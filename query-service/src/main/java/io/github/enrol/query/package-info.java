/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The read side: users as hal+json, from a database that the projector fills.
 */
@NullMarked
package io.github.enrol.query;

import org.jspecify.annotations.NullMarked;
