/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

/**
 * A user in one of the sources: an event, a row, or an entry of a page.
 *
 * @param key the normalised address
 * @param email as typed
 */
public record User(String id, String name, String email, String key) {
}
