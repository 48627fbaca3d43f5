/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Single registrations over HTTP.
 */
@NullMarked
package io.github.enrol.command.registration.web;

import org.jspecify.annotations.NullMarked;
