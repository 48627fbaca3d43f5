/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Serves the read model over HTTP.
 */
@NullMarked
package io.github.enrol.query.web;

import org.jspecify.annotations.NullMarked;
