/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

/**
 * A way to break the system, each a plausible mistake.
 */
public enum Sabotage {

	/**
	 * Requests share correlation ids, as if waiters were keyed by something not unique.
	 */
	LOST_CORRELATION("io.github.enrol.command.registration.gateway.WaitingCommands$Waiting", "<init>",
			"SharedNumberAdvice"),

	/** The decision generates the user's id, so that deciding again gives another one. */
	RANDOM_ID("io.github.enrol.command.registration.RegistrationDecider", "register", "RandomIdAdvice"),

	/** The projector writes even if another instance moved the cursor. */
	NO_COMPARE_AND_SET("io.github.enrol.projector.projection.ProjectionCursor", "advance", "IgnoredConflictAdvice"),

	/** The projector keeps the positions and loses the rows that belong to them. */
	AT_MOST_ONCE("io.github.enrol.projector.projection.UsersTable", "insert", "LostBatchAdvice");

	final String className;

	final String method;

	/** By name: the agent must not load classes that only a service has. */
	final String adviceName;

	Sabotage(String className, String method, String advice) {
		this.className = className;
		this.method = method;
		this.adviceName = "io.github.enrol.system.sabotage." + advice;
	}

}
