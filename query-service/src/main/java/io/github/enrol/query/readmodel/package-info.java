/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the database knows of users, and how far it has come.
 */
@NullMarked
package io.github.enrol.query.readmodel;

import org.jspecify.annotations.NullMarked;
