/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The write side: accepts commands over HTTP and decides them.
 */
@NullMarked
package io.github.enrol.command;

import org.jspecify.annotations.NullMarked;
