/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Registering a user: the command, its decision and its state. Nothing here depends on
 * Kafka, HTTP or Spring.
 */
@NullMarked
package io.github.enrol.command.registration;

import org.jspecify.annotations.NullMarked;
