/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

/**
 * The place of a user in a list.
 *
 * @param key by which the list is ordered, see {@link UserOrder#key(UserView)}
 * @param id the user's id
 */
public record UserPlace(String key, String id) {
}
