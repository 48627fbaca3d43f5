/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A real Kafka and a real database for integration tests: in containers if Docker is
 * available, otherwise embedded in the test's JVM.
 */
@NullMarked
package io.github.enrol.testing;

import org.jspecify.annotations.NullMarked;
