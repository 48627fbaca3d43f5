/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of users, in the order of their list, from one snapshot of the read model.
 *
 * @param users at most the requested number
 * @param total number of users on all pages; null if it is not known without counting
 * @param version of all pages at that moment, see {@link UserPages#version()}; null for a
 * look-up by address
 * @param hasPrevious whether there are users before the first of this page
 * @param hasNext whether there are users after the last of this page
 */
public record UserPage(List<UserView> users, @Nullable Long total, @Nullable String version, boolean hasPrevious,
		boolean hasNext) {
}
