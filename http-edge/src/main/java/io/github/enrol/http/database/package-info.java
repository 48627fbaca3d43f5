/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What failures of the database mean: for the log, for callers, and for the connection
 * pool.
 */
@NullMarked
package io.github.enrol.http.database;

import org.jspecify.annotations.NullMarked;
