/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Sends requests to their actors and returns the replies.
 */
@NullMarked
package io.github.enrol.command.registration.gateway;

import org.jspecify.annotations.NullMarked;
