/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Sends the users of a file to {@code POST /user/registrations}, in batches that are safe
 * to repeat.
 */
@NullMarked
package io.github.enrol.importer;

import org.jspecify.annotations.NullMarked;
