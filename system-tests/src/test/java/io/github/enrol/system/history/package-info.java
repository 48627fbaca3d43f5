/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Clients' requests and answers, and whether the system may answer like that.
 */
@NullMarked
package io.github.enrol.system.history;

import org.jspecify.annotations.NullMarked;
