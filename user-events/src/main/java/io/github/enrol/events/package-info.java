/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The public contract of the topic {@code user-events}: what happened to users, who an
 * email address belongs to, and how far a reader has come.
 */
@NullMarked
package io.github.enrol.events;

import org.jspecify.annotations.NullMarked;
