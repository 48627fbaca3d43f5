/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Traces of records, from one service to the next.
 */
@NullMarked
package io.github.enrol.kafka.tracing;

import org.jspecify.annotations.NullMarked;
