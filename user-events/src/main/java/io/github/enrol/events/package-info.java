/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The public contract of the topic {@code user-events}: its events, the rules for email
 * addresses and names, and consistency tokens.
 */
@NullMarked
package io.github.enrol.events;

import org.jspecify.annotations.NullMarked;
