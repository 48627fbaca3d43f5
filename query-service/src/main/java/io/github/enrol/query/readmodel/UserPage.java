/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of users, newest first, from one snapshot of the read model.
 *
 * @param users at most the requested number
 * @param total number of users on all pages
 * @param version of all pages at that moment, see {@link UserPages#version()}; null for a
 * look-up by address
 * @param hasNewer whether there are users before the first of this page
 * @param hasOlder whether there are users after the last of this page
 */
public record UserPage(List<UserView> users, long total, @Nullable String version, boolean hasNewer, boolean hasOlder) {
}
