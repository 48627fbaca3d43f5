/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Registers many users in one request.
 */
@NullMarked
package io.github.enrol.command.registration.imports;

import org.jspecify.annotations.NullMarked;
