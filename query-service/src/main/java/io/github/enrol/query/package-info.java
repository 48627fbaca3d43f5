/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The read side: serves users as hal+json from the database that the projector fills.
 */
@NullMarked
package io.github.enrol.query;

import org.jspecify.annotations.NullMarked;
