/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Serves the documents that answers refer to.
 */
@NullMarked
package io.github.enrol.http.documents;

import org.jspecify.annotations.NullMarked;
