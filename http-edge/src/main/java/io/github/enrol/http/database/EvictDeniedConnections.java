/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.database;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Closes a connection of the pool that lacks a right. MySQL checks rights to a schema
 * when a connection is opened: an open one would not notice that a right was granted.
 */
public class EvictDeniedConnections implements SQLExceptionOverride {

	@java.lang.Override
	public Override adjudicate(SQLException failure) {
		boolean denied = DatabaseFailure.in(failure).filter(DatabaseFailure::isDenied).isPresent();
		return denied ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
	}

}
