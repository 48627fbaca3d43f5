/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Keeps, shows and replays events and commands that could not be processed.
 */
@NullMarked
package io.github.enrol.projector.deadletters;

import org.jspecify.annotations.NullMarked;
