/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Commands for operators, run from a shell.
 */
@NullMarked
package io.github.enrol.tools;

import org.jspecify.annotations.NullMarked;
