/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The manifests of deploy/kubernetes, for tests.
 */
@NullMarked
package io.github.enrol.testing.kubernetes;

import org.jspecify.annotations.NullMarked;
