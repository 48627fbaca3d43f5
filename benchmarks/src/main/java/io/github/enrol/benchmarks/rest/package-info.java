/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The read model over Spring Data REST, as a peer of the query-service.
 */
@NullMarked
package io.github.enrol.benchmarks.rest;

import org.jspecify.annotations.NullMarked;
