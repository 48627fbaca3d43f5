/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The way of a request to its actor and back.
 */
@NullMarked
package io.github.enrol.command.registration.gateway;

import org.jspecify.annotations.NullMarked;
