/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What clients asked and were answered, and whether the system may answer so.
 */
@NullMarked
package io.github.enrol.system.history;

import org.jspecify.annotations.NullMarked;
