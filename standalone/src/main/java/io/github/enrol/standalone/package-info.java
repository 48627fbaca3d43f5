/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Everything in one process: the three services with an embedded broker and database.
 */
@NullMarked
package io.github.enrol.standalone;

import org.jspecify.annotations.NullMarked;
