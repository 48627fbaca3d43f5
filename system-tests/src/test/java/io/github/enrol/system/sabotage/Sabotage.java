/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

/**
 * A way to break the system, each a mistake that somebody could make.
 */
public enum Sabotage {

	/** Requests share correlation ids, as waiters keyed by something not unique do. */
	LOST_CORRELATION("io.github.enrol.command.registration.gateway.WaitingCommands$Waiting", "<init>",
			"SharedNumberAdvice"),

	/** The decision makes the user's id, so that it differs when it is made again. */
	RANDOM_ID("io.github.enrol.command.registration.RegistrationDecider", "decide", "RandomIdAdvice"),

	/** The projector writes whether or not the cursor is where it thinks. */
	NO_COMPARE_AND_SET("io.github.enrol.projector.ProjectionCursor", "advance", "IgnoredConflictAdvice"),

	/** The projector's positions are kept, and the rows that belong to them are not. */
	AT_MOST_ONCE("io.github.enrol.projector.UserProjection", "insert", "LostBatchAdvice");

	final String className;

	final String method;

	/** By name: the agent must not load what only a service has. */
	final String adviceName;

	Sabotage(String className, String method, String advice) {
		this.className = className;
		this.method = method;
		this.adviceName = "io.github.enrol.system.sabotage." + advice;
	}

}
