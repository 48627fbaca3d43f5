/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;

/**
 * Some users, newest first, out of one snapshot of the read model.
 *
 * @param users at most as many as were asked for
 * @param total how many users there are on all pages
 * @param hasNewer whether there are users before the first of this page
 * @param hasOlder whether there are users after the last of this page
 */
public record UserPage(List<UserView> users, long total, boolean hasNewer, boolean hasOlder) {
}
