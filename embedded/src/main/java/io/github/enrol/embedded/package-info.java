/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A Kafka broker and a MySQL-compatible database that need only this JVM and a directory
 * for their data.
 */
@NullMarked
package io.github.enrol.embedded;

import org.jspecify.annotations.NullMarked;
