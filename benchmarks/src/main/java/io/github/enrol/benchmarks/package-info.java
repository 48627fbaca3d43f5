/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How fast the system is, beside its peers: each benchmark runs its contenders in turn,
 * in one run on one machine.
 */
@NullMarked
package io.github.enrol.benchmarks;

import org.jspecify.annotations.NullMarked;
