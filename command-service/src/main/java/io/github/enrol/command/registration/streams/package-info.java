/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The per-email actors: a Kafka Streams processor keyed by email, its store and its
 * topics.
 */
@NullMarked
package io.github.enrol.command.registration.streams;

import org.jspecify.annotations.NullMarked;
