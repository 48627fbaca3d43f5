/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What topics must be like to keep what is promised of them, and whether they are.
 */
@NullMarked
package io.github.enrol.kafka.topics;

import org.jspecify.annotations.NullMarked;
