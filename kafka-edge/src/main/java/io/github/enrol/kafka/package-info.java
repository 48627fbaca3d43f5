/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tells a broker that is not there yet from one that will never be, and says why.
 */
@NullMarked
package io.github.enrol.kafka;

import org.jspecify.annotations.NullMarked;
