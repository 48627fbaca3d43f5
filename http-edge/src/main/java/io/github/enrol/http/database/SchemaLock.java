/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.database;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Names of locks ({@code GET_LOCK}) of one schema: all schemas of a server share them.
 */
public final class SchemaLock {

	private SchemaLock() {
	}

	/**
	 * Returns the name of the lock that a rebuild of the read model holds; at most 64
	 * characters.
	 */
	public static String ofRebuild(String schema) {
		return "enrol.rebuild." + UUID.nameUUIDFromBytes(schema.getBytes(StandardCharsets.UTF_8));
	}

}
