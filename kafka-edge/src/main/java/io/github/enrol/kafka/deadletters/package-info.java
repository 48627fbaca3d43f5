/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What can be shown of the records that could not be processed.
 */
@NullMarked
package io.github.enrol.kafka.deadletters;

import org.jspecify.annotations.NullMarked;
